/** Where the sun is. */
package io.smartpole.lighting.sun;
