/** How poles are configured: asked, compared, changed, and what became of it. */
package io.smartpole.tools.config;
