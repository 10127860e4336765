package io.smartpole.hardware.profile;

import java.util.List;
import java.util.stream.Collectors;

/** A profile has errors. The message tells all of them at once, one a line, for the person who wrote it. */
final class ProfileRefused extends Exception {

    private static final long serialVersionUID = 1;

    ProfileRefused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
