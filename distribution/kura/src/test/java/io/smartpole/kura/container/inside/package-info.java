/**
 * An imitation of what an add-on meets of Kura 5, after its sources: runs as a bundle in the container of the tests, whose command
 * line is standard input.
 */
@NullMarked
package io.smartpole.kura.container.inside;

import org.jspecify.annotations.NullMarked;
