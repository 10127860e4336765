/** What the console of a gateway is asked. */
package io.smartpole.tools.console;
