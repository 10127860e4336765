/** What we call of Kura's message payloads; the version is the one that Kura 5.5 exports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.5.0")
package org.eclipse.kura.message;
