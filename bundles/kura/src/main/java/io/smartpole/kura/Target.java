package io.smartpole.kura;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** Which cloud publisher is chosen, as a filter over the properties of services: Kura's convention. */
final class Target {

    /** So far, nobody has chosen; Kura's own components say it so. */
    static final String NONE = "(kura.service.pid=changeme)";

    static final String EXPECTED = "a filter such as (kura.service.pid=alarms)";

    private Target() {}

    /** @return whether one is chosen: an empty filter would take any publisher that is there */
    static boolean chosen(@Nullable String target) {
        return target != null && !target.isBlank() && !target.equals(NONE);
    }

    /** @return whether it can be understood; empty stands for none */
    static boolean valid(@Nullable String target) {
        if (target == null || target.isBlank()) {
            return true;
        }
        try {
            FrameworkUtil.createFilter(target);
            return true;
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
