/** Connections to MQTT brokers, and which poles are seen there. */
package io.smartpole.tools.broker;
