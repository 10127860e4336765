/** What we call of Kura's web console, Kura 5 only; the version is the one that it exports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.eclipse.kura.web.api;
