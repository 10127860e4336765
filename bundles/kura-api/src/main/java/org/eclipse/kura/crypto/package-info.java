/** What we call of Kura's encryption of passwords; the version is the one that Kura 5.5 exports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package org.eclipse.kura.crypto;
