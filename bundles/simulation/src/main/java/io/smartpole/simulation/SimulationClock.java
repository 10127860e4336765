package io.smartpole.simulation;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.WorldClock;
import io.smartpole.simulation.clock.DurableTime;
import io.smartpole.simulation.clock.WorldTimeFile;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the simulated world its time, and owns the configuration of the virtual pole. It must not use the time source,
 * which itself asks for the world's clock.
 */
@Component(
        service = {ConfigurableComponent.class, WorldClock.class, HealthCheck.class},
        property = HealthCheck.NAME + "=simulation",
        configurationPid = SimulationClock.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = SimulationClock.Config.class)
public final class SimulationClock implements ConfigurableComponent, WorldClock, HealthCheck {

    static final String PID = "smartpole.simulation";

    /** Configuration of the virtual pole. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: virtual pole",
            description =
                    "For training and trials, not for a real pole: the simulated world around a pole without hardware.")
    @interface Config {
        @AttributeDefinition(
                name = "Speed of time",
                description = "How many times faster than real time the world's time runs, 1 to 3600. At 60 a day"
                        + " passes in 24 minutes.",
                min = "1",
                max = "3600")
        int speed() default 1;

        @AttributeDefinition(
                name = "Number of the world",
                description = "Any whole number. The same number gives the same weather and the same passers-by.")
        long seed() default 1;

        @AttributeDefinition(
                name = "Faults",
                description = "What is broken or held, at most ten: unplug:<name of a sensor>; lamp:open (no light), "
                        + "lamp:full (full light), lamp:stuck (keeps its light), lamp:cycling (goes off and on), "
                        + "lamp:weak (70 %); gear:silent, gear:garbled, gear:twin (DALI); cell:stuck, cell:dark, "
                        + "cell:bright (light sensor); mains:off; contact:<name of an input> (is active).",
                required = false,
                cardinality = 10)
        String[] faults() default {};
    }

    private static final Logger LOG = LoggerFactory.getLogger(SimulationClock.class);

    /** One thread that is there only while there is something to write. */
    private final ThreadPoolExecutor disk = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> new Thread(work, "simulation-clock"),
            new ThreadPoolExecutor.DiscardPolicy());

    private final DurableTime time;
    private volatile Settings settings = Settings.DEFAULT;
    private volatile @Nullable String rejected;

    @Activate
    public SimulationClock(BundleContext bundle) {
        this(DataFolder.of(bundle::getProperty, "simulation"));
    }

    SimulationClock(Path folder) {
        time = new DurableTime(new WorldTimeFile(folder), settings.speed(), disk);
    }

    @Activate
    void activate(Config config) {
        accept(config);
        LOG.info("This is a virtual pole; the world runs at {} times real time", settings.speed());
    }

    @Modified
    void modified(Config config) {
        int before = settings.speed();
        accept(config);
        if (settings.speed() != before) {
            LOG.info("The world now runs at {} times real time", settings.speed());
        }
    }

    private void accept(Config config) {
        try {
            settings = Settings.of(config);
            rejected = null;
        } catch (IllegalArgumentException e) {
            rejected = e.getMessage();
        }
        time.speed(settings.speed());
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        disk.shutdown();
        disk.awaitTermination(5, TimeUnit.SECONDS);
        time.stop();
    }

    @Override
    public Moment worldAt(Moment now) {
        return time.at(now);
    }

    @Override
    public HealthResult check() {
        if (rejected != null) {
            return HealthResult.warn(
                    "The configuration of the virtual pole was not accepted: " + rejected,
                    "Correct " + PID + "; until then it stays as it was.");
        }
        if (time.failing()) {
            return HealthResult.warn(
                    "The world's time cannot be stored, so it may go back at the next start.",
                    "Look for free space and write permission in the data folder.");
        }
        return HealthResult.ok("This is a virtual pole at " + settings.speed() + " times real time");
    }
}
