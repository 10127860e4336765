/** From the level decided to what the driver is told. */
package io.smartpole.lighting.output;
