/** Texas Instruments INA226: DC voltage, current and power. Sections are those of SBOS547A. */
package io.smartpole.hardware.chips.ina226;
