package io.smartpole.simulation;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.time.TimeSource;
import io.smartpole.simulation.chips.Bh1750;
import io.smartpole.simulation.chips.Bme280;
import io.smartpole.simulation.chips.Ina226;
import io.smartpole.simulation.pi4j.GpioLine;
import io.smartpole.simulation.pi4j.SimulatedI2cProvider;
import io.smartpole.simulation.pi4j.SimulatedInputProvider;
import io.smartpole.simulation.pi4j.SimulatedPwmProvider;
import io.smartpole.simulation.world.Air;
import io.smartpole.simulation.world.Feed;
import io.smartpole.simulation.world.Luminaire;
import io.smartpole.simulation.world.Occasions;
import io.smartpole.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pole as its hardware profile describes it, wired to the simulated world. */
final class SimulatedPole {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedPole.class);

    private final HardwareProfile profile;
    private final TimeSource time;
    private final Supplier<Place> place;
    private final SensorBoard board = new SensorBoard();
    private final Map<Integer, Contact> contacts = new HashMap<>();
    private final @Nullable Luminaire lamp;
    private volatile World world;
    private Settings settings;

    SimulatedPole(HardwareProfile profile, TimeSource time, Supplier<Place> place, Settings settings) {
        this.profile = profile;
        this.time = time;
        this.place = place;
        this.settings = Settings.DEFAULT;
        this.world = new World(this.settings.seed(), place);
        LampWiring wiring = profile.lamp();
        this.lamp = wiring == null ? null : new Luminaire(wiring, worldSinceBoot());
        for (Sensor sensor : profile.sensors()) {
            if (sensor.bus() >= 0) {
                solder(sensor);
            }
        }
        for (Input input : profile.inputs()) {
            contacts.put(input.gpio(), new Contact(occasions(input), input.activeLow(), worldTime()));
        }
        apply(settings);
    }

    private void solder(Sensor sensor) {
        switch (sensor.chip()) {
            case "bme280" -> board.add(sensor, () -> new Bme280(this::air, sinceBoot()));
            case "bh1750" -> board.add(sensor, () -> new Bh1750(this::illuminance));
            case "ina226" -> {
                double shunt = shunt(sensor);
                board.add(sensor, () -> new Ina226(this::feed, shunt, sinceBoot()));
            }
            default ->
                LOG.warn(
                        "{}: there is no simulated chip '{}', so nothing answers at its address",
                        sensor.name(),
                        sensor.chip());
        }
    }

    private static double shunt(Sensor sensor) {
        Double ohms = sensor.settings().get("shunt-ohms");
        if (ohms == null) {
            throw new IllegalArgumentException(sensor.name() + ": setting shunt-ohms is missing");
        }
        return ohms;
    }

    private Occasions occasions(Input input) {
        return switch (input.kind()) {
            case DOOR -> (from, to) -> world.doorOpenings().spans(from, to);
            case PRESENCE -> (from, to) -> world.passersBy().spans(from, to);
        };
    }

    /** @return a new Pi4J context whose buses, lines and channels lead to this pole */
    Context connect() {
        Map<Integer, GpioLine> lines = new HashMap<>();
        contacts.forEach((gpio, contact) -> lines.put(gpio, contact.line()));
        Luminaire driven = lamp;
        LampWiring wiring = profile.lamp();
        Map<Integer, DoubleConsumer> channels = driven == null || wiring == null
                ? Map.of()
                : Map.of(wiring.channel(), high -> driven.drive(high, worldSinceBoot()));
        return Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(
                        new SimulatedI2cProvider(board, this::sinceBoot),
                        new SimulatedInputProvider(lines),
                        new SimulatedPwmProvider(channels))
                .build();
    }

    /** Lets the contacts catch up with the world. */
    void follow() {
        Instant now = worldTime();
        contacts.values().forEach(contact -> contact.follow(now));
    }

    void apply(Settings newSettings) {
        if (newSettings.seed() != settings.seed()) {
            world = new World(newSettings.seed(), place);
        }
        if (!newSettings.faults().equals(settings.faults())) {
            apply(newSettings.faults());
        }
        settings = newSettings;
    }

    private void apply(Faults faults) {
        Set<String> unknown = new HashSet<>(faults.unplugged());
        List<String> names = profile.sensors().stream().map(Sensor::name).toList();
        names.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            LOG.warn("{} cannot be unplugged: profile {} has {}", unknown, profile.name(), names);
        }
        board.unplug(faults.unplugged());
        if (lamp != null) {
            lamp.defect(faults.lamp(), worldSinceBoot());
        }
        LOG.info("Faults of the virtual pole: unplugged {}, lamp {}", faults.unplugged(), faults.lamp());
    }

    private Air air() {
        return world.airAt(worldTime());
    }

    private double illuminance() {
        return world.illuminanceAt(worldTime(), lamp == null ? 0 : lamp.light());
    }

    private Feed feed() {
        return lamp == null ? Feed.IDLE : world.feedAt(worldTime(), lamp.power(worldSinceBoot()));
    }

    private Instant worldTime() {
        return time.world().instant();
    }

    private Duration worldSinceBoot() {
        return time.world().sinceBoot();
    }

    private Duration sinceBoot() {
        return time.now().sinceBoot();
    }
}
