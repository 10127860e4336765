package io.smartpole.kura;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Refuses a choice of cloud publisher that nothing could match, before it is stored. */
@Component
public final class TargetRule implements ConfigurationRule {

    static final String KEY = "CloudPublisher.target";

    @Override
    public List<ConfigurationProblem> check(ConfigurationChange change) {
        if (!change.pid().equals(AlarmPublisher.PID)) {
            return List.of();
        }
        Object given = change.proposed().get(KEY);
        return given == null || Target.valid(given.toString())
                ? List.of()
                : List.of(new ConfigurationProblem(AlarmPublisher.PID, KEY, given.toString(), Target.EXPECTED));
    }
}
