/** The computer that the gateway runs on: gives its buses and lines as a Pi4J context. */
package io.smartpole.hardware.board;
