package io.smartpole.core.config;

import java.util.List;

/**
 * Registered as a service, it judges what no single setting can say: values that must fit each other, and who may change
 * what. It is asked about every concern that a change touches.
 */
@FunctionalInterface
public interface ConfigurationRule {

    /**
     * Answers from the change alone, at once; must not throw.
     *
     * @return what is wrong with it; empty for nothing, and for concerns that the rule does not know
     */
    List<ConfigurationProblem> check(ConfigurationChange change);
}
