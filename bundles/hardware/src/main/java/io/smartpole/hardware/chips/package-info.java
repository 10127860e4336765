/** Drivers for sensor chips, one package per chip, on Pi4J's interfaces. */
package io.smartpole.hardware.chips;
