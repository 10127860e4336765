/** The add-on in a container like Kura 5's. */
@NullMarked
package io.smartpole.kura.container;

import org.jspecify.annotations.NullMarked;
