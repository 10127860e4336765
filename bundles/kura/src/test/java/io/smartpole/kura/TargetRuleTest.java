package io.smartpole.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetRuleTest {

    @Test
    void aFilterOrNoneIsAccepted() {
        for (String target : new String[] {"(kura.service.pid=alarms)", Target.NONE, ""}) {
            assertEquals(List.of(), check("smartpole.kura", Map.of(TargetRule.KEY, target)), target);
        }
        assertEquals(List.of(), check("smartpole.kura", Map.of()));
    }

    @Test
    void whatIsNoFilterIsRefusedAndNamed() {
        for (String target : new String[] {"alarms", "(kura.service.pid=alarms", "()", "(=x)"}) {
            assertEquals(
                    List.of(new ConfigurationProblem(
                            "smartpole.kura",
                            "CloudPublisher.target",
                            target,
                            "a filter such as (kura.service.pid=alarms)")),
                    check("smartpole.kura", Map.of(TargetRule.KEY, target)),
                    target);
        }
    }

    @Test
    void otherConcernsAreNotLookedAt() {
        assertEquals(List.of(), check("smartpole.uplink", Map.of(TargetRule.KEY, "alarms")));
    }

    private static List<ConfigurationProblem> check(String pid, Map<String, Object> proposed) {
        return new TargetRule()
                .check(new ConfigurationChange(pid, Map.of(), proposed, ConfigurationChange.Origin.ON_SITE));
    }
}
