/** Reads, checks and keeps the hardware profile. */
package io.smartpole.hardware.profile;
