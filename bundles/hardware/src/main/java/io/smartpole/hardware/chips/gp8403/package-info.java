/** The GP8403, a converter with two outputs of 0-10 V. */
package io.smartpole.hardware.chips.gp8403;
