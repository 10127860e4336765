package io.smartpole.tools;

import picocli.CommandLine.Option;

/** Which broker: an option that several commands share. */
final class BrokerOptions {

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:1883",
            description = "MQTT broker. Default: ${DEFAULT-VALUE}, that of the demo.")
    private String uri = "";

    String uri() {
        return uri;
    }
}
