/** What we call of Kura's configuration API; the version is the one that Kura 5.5 exports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.eclipse.kura.configuration;
