package io.smartpole.tools.receive;

import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka is to have a copy of everything. */
final class KafkaOptions {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka that is to hold every batch as well; several are separated by commas. A batch is"
                    + " acknowledged when it is in Kafka and on disk.")
    private @Nullable String servers;

    @Option(
            names = "--kafka-topic",
            paramLabel = "NAME",
            defaultValue = "smartpole-evidence",
            description = "Its topic. Key: site/pole, value: the line as on disk. Default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties of a Kafka producer, such as security.protocol and what it needs.")
    private @Nullable Path config;

    /**
     * @return null if no Kafka is named
     * @throws UserError if it cannot be reached or has no such topic
     */
    @Nullable
    KafkaTopic open() {
        return servers == null ? null : KafkaTopic.open(servers, topic, settings());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UserError("cannot read " + config + " (" + Problems.of(e) + ")", e);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        return settings;
    }
}
