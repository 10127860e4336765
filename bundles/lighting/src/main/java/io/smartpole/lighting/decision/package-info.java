/** Chooses the light level: pure functions over what is known at one moment. */
package io.smartpole.lighting.decision;
