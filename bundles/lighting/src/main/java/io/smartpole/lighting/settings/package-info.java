/** What was configured about the light, checked. */
package io.smartpole.lighting.settings;
