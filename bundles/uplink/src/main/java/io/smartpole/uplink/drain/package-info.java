/** What flows over the connection in use: live telemetry and stored evidence, and which of it may when. */
package io.smartpole.uplink.drain;
