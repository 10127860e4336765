package io.smartpole.distribution;

import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.Lighting;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    private void watch(Lighting lighting) {
        List<Verdict> last = List.of();
        long changed = System.nanoTime();
        long told = changed;
        long longest = 0;
        while (!stopped) {
            // Each turn of the loop makes a list of its own, whatever is in it.
            List<Verdict> trace = lighting.status().decision().trace();
            long now = System.nanoTime();
            longest = Math.max(longest, now - changed);
            if (trace != last) {
                last = trace;
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
