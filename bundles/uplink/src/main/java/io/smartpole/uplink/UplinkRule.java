package io.smartpole.uplink;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.time.TimeSource;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Refuses what the uplink would not accept, before it is stored: there it would do no harm until the next start, and then
 * leave the pole without any connection over which it could be corrected.
 */
@Component
public final class UplinkRule implements ConfigurationRule {

    private static final String BUT = ", but is ";

    private final TransportKeys keys;
    private final TimeSource time;

    @Activate
    public UplinkRule(@Reference TransportKeys keys, @Reference TimeSource time) {
        this.keys = keys;
        this.time = time;
    }

    @Override
    public List<ConfigurationProblem> check(ConfigurationChange change) {
        if (!change.pid().equals(Uplink.PID)) {
            return List.of();
        }
        try {
            // Whether one is set is all that counts here.
            Settings.of(config(change.proposed()), new Passwords(null), keys, time);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(problem(String.valueOf(e.getMessage())));
        }
    }

    /** The same names as Declarative Services give the methods of an annotation. */
    private static UplinkConfig config(Map<String, Object> values) {
        return (UplinkConfig) Proxy.newProxyInstance(
                UplinkConfig.class.getClassLoader(),
                new Class<?>[] {UplinkConfig.class},
                (proxy, method, arguments) -> {
                    String key = method.getName().replace("$_$", "-").replace('_', '.');
                    Object value = values.get(key);
                    return value == null ? method.getDefaultValue() : value;
                });
    }

    /**
     * A refusal is said as "KEY EXPECTED, but is GIVEN".
     *
     * @param message that begins with the key, as those of {@link Settings} do
     */
    private static ConfigurationProblem problem(String message) {
        int end = message.indexOf(' ');
        String rest = message.substring(end + 1);
        int but = rest.lastIndexOf(BUT);
        return but < 0
                ? new ConfigurationProblem(Uplink.PID, message.substring(0, end), "not so", rest)
                : new ConfigurationProblem(
                        Uplink.PID,
                        message.substring(0, end),
                        rest.substring(but + BUT.length()),
                        rest.substring(0, but));
    }
}
