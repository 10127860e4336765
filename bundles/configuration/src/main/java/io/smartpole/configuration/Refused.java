package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;

/**
 * What somebody has set past the checks, and was taken back.
 *
 * @param problem why
 * @param whole whether all that was changed of that concern was taken back with it: the values did not fit together
 * @param insisted whether it was handed in so often that it is left as it is, for a while
 */
record Refused(ConfigurationProblem problem, boolean whole, boolean insisted) {

    boolean isAbout(String pid, String key) {
        return problem.pid().equals(pid)
                && (whole || problem.key().isEmpty() || problem.key().equals(key));
    }

    boolean isOfSameKey(Refused other) {
        return problem.pid().equals(other.problem.pid()) && problem.key().equals(other.problem.key());
    }
}
