/** The computer's own figures, as Linux gives them (kernel documentation: sysfs-class-thermal, proc(5)). */
package io.smartpole.hardware.chips.host;
