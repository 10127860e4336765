/** Rohm BH1750FVI: illuminance. Terms are those of its datasheet, "Instruction Set Architecture". */
package io.smartpole.hardware.chips.bh1750;
