package io.smartpole.simulation;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Input.Kind;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.time.TimeSource;
import io.smartpole.simulation.chips.Bh1750;
import io.smartpole.simulation.chips.Bme280;
import io.smartpole.simulation.chips.Ina226;
import io.smartpole.simulation.pi4j.GpioLine;
import io.smartpole.simulation.pi4j.SimulatedI2cProvider;
import io.smartpole.simulation.pi4j.SimulatedInputProvider;
import io.smartpole.simulation.pi4j.SimulatedOutputProvider;
import io.smartpole.simulation.pi4j.SimulatedPwmProvider;
import io.smartpole.simulation.pi4j.SimulatedSerialProvider;
import io.smartpole.simulation.world.Air;
import io.smartpole.simulation.world.Feed;
import io.smartpole.simulation.world.Occasions;
import io.smartpole.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<Input, Contact> contacts = new LinkedHashMap<>();
    private final @Nullable LampCircuit lamp;
    private final Photocell cell = new Photocell(this::illuminance);
    private volatile World world;
    private volatile boolean mainsOff;
    private Settings settings;

    SimulatedPole(HardwareProfile profile, TimeSource time, Supplier<Place> place, Settings settings) {
        this.profile = profile;
        this.time = time;
        this.place = place;
        this.settings = Settings.DEFAULT;
        this.world = new World(this.settings.seed(), place);
        LampWiring wiring = profile.lamp();
        this.lamp = wiring == null ? null : new LampCircuit(wiring, time, board, () -> world);
        for (Sensor sensor : profile.sensors()) {
            if (sensor.bus() >= 0) {
                solder(sensor);
            }
        }
        for (Input input : profile.inputs()) {
            contacts.put(input, new Contact(occasions(input), input.activeLow(), worldTime()));
        }
        apply(settings);
        follow();
    }

    private void solder(Sensor sensor) {
        switch (sensor.chip()) {
            case "bme280" -> board.add(sensor, () -> new Bme280(this::air, sinceBoot()));
            case "bh1750" -> board.add(sensor, () -> new Bh1750(cell::illuminance));
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
            case HALF_NIGHT -> (from, to) -> world.halfNight().spans(from, to);
            case MAINS -> Occasions.ALWAYS;
            case EMERGENCY -> Occasions.NEVER;
        };
    }

    /** @return a new Pi4J context whose buses, lines and channels lead to this pole */
    Context connect() {
        Map<Integer, GpioLine> lines = new HashMap<>();
        contacts.forEach((input, contact) -> lines.put(input.gpio(), contact.line()));
        return Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(
                        new SimulatedI2cProvider(board, this::sinceBoot),
                        new SimulatedInputProvider(lines),
                        new SimulatedOutputProvider(lamp == null ? Map.of() : lamp.relays()),
                        new SimulatedPwmProvider(lamp == null ? Map.of() : lamp.channels()),
                        new SimulatedSerialProvider(lamp == null ? Map.of() : lamp.serialLines(), this::sinceBoot))
                .build();
    }

    /** Lets the contacts catch up with the world, and the lamp go on with what it does by itself. */
    void follow() {
        Instant now = worldTime();
        contacts.values().forEach(contact -> contact.follow(now));
        if (lamp != null) {
            lamp.follow();
        }
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
        List<String> sensors = profile.sensors().stream().map(Sensor::name).toList();
        List<String> inputs = profile.inputs().stream().map(Input::name).toList();
        warnOfUnknown("sensors to unplug", faults.unplugged(), sensors);
        warnOfUnknown("contacts", faults.contacts(), inputs);
        board.unplug(faults.unplugged());
        cell.fault(faults.cell());
        contacts.forEach((input, contact) -> contact.hold(holdOf(input, faults)));
        if (lamp != null) {
            lamp.apply(faults);
        }
        mainsOff = faults.mainsOff();
        LOG.info("The virtual pole now has {}", faults);
    }

    private void warnOfUnknown(String what, Set<String> given, List<String> known) {
        Set<String> unknown = new HashSet<>(given);
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            LOG.warn("There are no {} named {}: profile {} has {}", what, unknown, profile.name(), known);
        }
    }

    private static Contact.Hold holdOf(Input input, Faults faults) {
        if (faults.mainsOff() && (input.kind() == Kind.MAINS || input.kind() == Kind.HALF_NIGHT)) {
            return Contact.Hold.INACTIVE;
        }
        return faults.contacts().contains(input.name()) ? Contact.Hold.ACTIVE : Contact.Hold.NOTHING;
    }

    private Air air() {
        return world.airAt(worldTime());
    }

    private double illuminance() {
        return world.illuminanceAt(worldTime(), lamp == null ? 0 : lamp.light());
    }

    private Feed feed() {
        if (mainsOff) {
            return Feed.DEAD;
        }
        return lamp == null ? Feed.IDLE : world.feedAt(worldTime(), lamp.power());
    }

    private Instant worldTime() {
        return time.world().instant();
    }

    private Duration sinceBoot() {
        return time.now().sinceBoot();
    }
}
