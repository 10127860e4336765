/** Signed commands to poles, and their answers. */
package io.smartpole.tools.command;
