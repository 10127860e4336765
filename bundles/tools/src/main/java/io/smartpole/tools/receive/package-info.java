/** Evidence at the platform: verified, stored, handed to Kafka, its chains checked; and shown as it arrives. */
package io.smartpole.tools.receive;
