package io.smartpole.kura.container.inside;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts the imitation of Kura, or with {@code -Dimitation.late=true} only what lets the test start it later. */
public final class KuraImitation implements BundleActivator {

    private @Nullable Door door;

    @Override
    public void start(BundleContext context) {
        Door opened = new Door(context);
        door = opened;
        if (!Boolean.getBoolean("imitation.late")) {
            opened.open();
        }
        context.registerService(Function.class, opened, null);
    }

    @Override
    public void stop(BundleContext context) {
        if (door != null) {
            door.close();
        }
    }
}
