/** How poles are: one of them, and all that are seen on the brokers. */
package io.smartpole.tools.fleet;
