/** DALI control gear (IEC 62386-102, D4i: Parts 251 to 253) behind a serial DALI interface. */
package io.smartpole.hardware.dali;
