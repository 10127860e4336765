/**
 * Control programs and the calendar that chooses one for each night, in the words of TALQ 2.7. Everything is pure: the
 * sun, the sensors and the time are passed in.
 */
package io.smartpole.lighting.program;
