package io.smartpole.tools;

import picocli.CommandLine.Option;

/** Which broker: an option that several commands share. */
final class BrokerOptions {

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "${env:SMARTPOLE_BROKER:-tcp://127.0.0.1:1883}",
            description =
                    "MQTT broker. Default: $SMARTPOLE_BROKER or tcp://127.0.0.1:1883. scripts/pole knows that of the"
                            + " demo in the data folder.")
    private String uri = "";

    String uri() {
        return uri;
    }
}
