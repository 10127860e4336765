package io.smartpole.simulation;

import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Tells whoever started the demo that it runs, by one line on standard output: {@code READY http://localhost:8080}, or
 * only {@code READY} when there is no console. It comes with the first reading of a chip, when the whole way from it
 * works, and not before the console answers.
 */
@Component(service = ReadingListener.class, immediate = true)
public final class ReadyLine implements ReadingListener {

    /** Framework property: port of the gateway's own console. */
    private static final String PORT = "smartpole.http.port";

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String port;
    private final BooleanSupplier consoleAnswers;
    private final Executor aside;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean stopped;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HardwareProfile profile;

    @Activate
    public ReadyLine(BundleContext bundle) {
        this(bundle.getProperty(PORT));
    }

    private ReadyLine(@Nullable String port) {
        this(port, () -> answers(port), work -> new Thread(work, "ready").start());
    }

    /**
     * @param consoleAnswers whether the console can be reached now
     * @param aside where to wait for that, since who brings a reading must not wait
     */
    ReadyLine(@Nullable String port, BooleanSupplier consoleAnswers, Executor aside) {
        this.port = port == null ? "" : port;
        this.consoleAnswers = consoleAnswers;
        this.aside = aside;
    }

    @Deactivate
    void deactivate() {
        stopped = true;
    }

    @Override
    public void onReading(Reading reading) {
        if (!begun.get() && isOfChip(reading) && begun.compareAndSet(false, true)) {
            aside.execute(this::sayWhenReady);
        }
    }

    private void sayWhenReady() {
        if (port.isEmpty()) {
            System.out.println("READY");
            return;
        }
        while (!consoleAnswers.getAsBoolean()) {
            if (stopped) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        System.out.println("READY http://localhost:" + port);
    }

    private static boolean answers(@Nullable String port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(String.valueOf(port)))) {
            return socket.isConnected();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private boolean isOfChip(Reading reading) {
        HardwareProfile current = profile;
        return current != null
                && current.sensors().stream()
                        .filter(sensor -> sensor.bus() >= 0)
                        .anyMatch(
                                sensor -> sensor.name().equals(reading.series().component()));
    }
}
