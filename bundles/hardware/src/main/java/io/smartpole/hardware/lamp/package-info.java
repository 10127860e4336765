/** Drives the lamp. */
package io.smartpole.hardware.lamp;
