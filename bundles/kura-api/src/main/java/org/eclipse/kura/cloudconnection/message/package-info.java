/** What we call of the messages of Kura's cloud connections; the version is the one that Kura 5.5 exports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.eclipse.kura.cloudconnection.message;
