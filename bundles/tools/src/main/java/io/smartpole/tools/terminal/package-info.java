/** What all commands share: how they end, what they show, where the gateway keeps its data. */
package io.smartpole.tools.terminal;
