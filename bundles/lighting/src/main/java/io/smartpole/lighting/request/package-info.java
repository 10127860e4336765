/** What was asked of the light, and until when it holds. */
package io.smartpole.lighting.request;
