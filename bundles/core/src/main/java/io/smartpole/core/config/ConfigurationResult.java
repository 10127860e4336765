package io.smartpole.core.config;

import java.util.List;

/** What became of a change. */
public sealed interface ConfigurationResult {

    /**
     * All of it is stored. The parts of the gateway take it over moments later, each on its own.
     *
     * @param changed PIDs that are different now; empty if everything was so already
     */
    record Applied(List<String> changed) implements ConfigurationResult {
        public Applied {
            changed = List.copyOf(changed);
        }
    }

    /**
     * Nothing was touched, because something in it is wrong.
     *
     * @param problems at least one, and not all of them if there are very many
     */
    record Rejected(List<ConfigurationProblem> problems) implements ConfigurationResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It was right, but could not be stored; what had been changed was put back.
     *
     * @param reason in plain words, also naming what could not be put back
     */
    record Failed(String reason) implements ConfigurationResult {}
}
