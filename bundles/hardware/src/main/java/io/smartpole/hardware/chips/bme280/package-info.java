/** Bosch BME280: temperature, air pressure, relative humidity. Section numbers are those of BST-BME280-DS002. */
package io.smartpole.hardware.chips.bme280;
