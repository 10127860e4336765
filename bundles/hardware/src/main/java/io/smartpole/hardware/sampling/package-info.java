/** Reads sensors and inputs, and hands what they say to every listener. */
package io.smartpole.hardware.sampling;
