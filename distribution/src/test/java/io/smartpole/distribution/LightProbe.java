package io.smartpole.distribution;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.Lighting;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle for benchmarks: tells the log each second the longest time in which the control loop of the light made no
 * decision. It asks every millisecond.
 */
public final class LightProbe implements BundleActivator {

    public static final String SAYS = "light probe: longest pause ";

    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile boolean stopped;

    @Override
    public void start(BundleContext context) {
        Lighting lighting = context.getService(context.getServiceReference(Lighting.class));
        Thread thread = new Thread(() -> watch(lighting), "light-probe");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop(BundleContext context) {
        stopped = true;
    }

    @SuppressWarnings("ReferenceEquality") // each cycle of the loop makes a decision of its own
    private void watch(Lighting lighting) {
        @Nullable LightDecision last = null;
        long changed = System.nanoTime();
        long told = changed;
        long longest = 0;
        while (!stopped) {
            LightDecision decision = lighting.status().decision();
            long now = System.nanoTime();
            longest = Math.max(longest, now - changed);
            if (decision != last) {
                last = decision;
                changed = now;
            }
            if (now - told >= TELL_NANOS) {
                System.err.println(SAYS + TimeUnit.NANOSECONDS.toMillis(longest) + " ms");
                told = now;
                longest = 0;
            }
            LockSupport.parkNanos(ASK_NANOS);
        }
    }
}
