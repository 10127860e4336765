@NullMarked
package io.smartpole.kura;

import org.jspecify.annotations.NullMarked;
