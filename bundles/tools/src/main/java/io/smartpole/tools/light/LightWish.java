package io.smartpole.tools.light;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the light is to do: one of these options, and the body of the command that says it to the pole. */
final class LightWish {

    @Option(names = "--level", paramLabel = "PERCENT", description = "Hold this level, 0 to 100.")
    private @Nullable Double level;

    @Option(names = "--resume", description = "End the override; the program decides again.")
    private boolean resume;

    @Option(names = "--emergency", description = "Full light at once; beats everything but local service.")
    private boolean emergency;

    @Option(names = "--end-emergency", description = "End the emergency.")
    @SuppressWarnings("UnusedVariable") // that it was given is read from the others, which were not
    private boolean endEmergency;

    /** @return whether it has a length */
    boolean lasts() {
        return level != null || emergency;
    }

    /**
     * @param length how long it is to last; null for what the pole takes by default
     * @param wrong makes the exception that tells of wrong use
     */
    ObjectNode toBody(@Nullable Duration length, Function<String, ? extends RuntimeException> wrong) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (level != null) {
            if (!(level >= 0 && level <= 100)) {
                throw wrong.apply("--level must be 0 to 100 percent, but is " + level);
            }
            body.put("kind", "light.override").putObject("arguments").put("percent", level);
        } else if (emergency) {
            body.put("kind", "light.emergency");
        } else {
            body.put("kind", resume ? "light.resume" : "light.emergency.end");
        }
        if (length != null) {
            body.withObjectProperty("arguments").put("seconds", length.toSeconds());
        }
        return body;
    }
}
