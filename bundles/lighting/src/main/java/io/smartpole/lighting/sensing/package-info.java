/** What the pole's sensors say about light and people. */
package io.smartpole.lighting.sensing;
