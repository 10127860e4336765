/** The light: held at a level, explained, planned. */
package io.smartpole.tools.light;
