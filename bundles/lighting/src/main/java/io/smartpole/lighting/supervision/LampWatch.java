package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitor and counters of one lamp in one world, the real or the simulated one. Takes readings, gives alarms and counters
 * as readings. For one thread, but what it gives may be asked for by any.
 */
final class LampWatch {

    /** The counters are told after this, in the world's time; but in real time at most once a minute. */
    static final Duration TELL_AFTER = Duration.ofMinutes(15);

    static final Duration TELL_AT_MOST_EVERY = Duration.ofMinutes(1);

    /** Gear that keeps saying the same is told once, but goes on meaning it: so often it counts as a sample. */
    static final Duration GEAR_SAMPLE = Duration.ofSeconds(10);

    private static final String GEAR = "gear";
    private static final String LAMP = "lamp";
    private static final String OUTPUT = "lamp/output";
    private static final Series ENERGY = new Series(LAMP, "energy", Unit.WATT_HOUR);
    private static final Series ESTIMATED_ENERGY = new Series(LAMP, "estimatedEnergy", Unit.WATT_HOUR);
    private static final Series BURNING_HOURS = new Series(LAMP, "burningHours", Unit.HOUR);
    private static final Series SWITCH_ONS = new Series(LAMP, "switchOns", Unit.COUNT);

    private static final Logger LOG = LoggerFactory.getLogger(LampWatch.class);

    private final boolean simulated;
    private final Consumer<Reading> publish;
    private final KeptFigures kept;
    private final LampLedger ledger;
    private final Map<LampEvent, LampAlarm> raised = new EnumMap<>(LampEvent.class);

    /** What holds until it is told otherwise: a profile that comes later must not wait for that. */
    private final Map<String, Reading> standing = new HashMap<>();

    private @Nullable HardwareProfile profile;
    private @Nullable LampMonitor monitor;
    private @Nullable Moment latest;
    private @Nullable Moment gearSampled;
    private @Nullable Moment toldWorld;
    private @Nullable Moment toldNow;

    private volatile LampFigures figures;
    private volatile List<LampAlarm> alarms = List.of();

    /**
     * @param folder where the counters are kept
     * @param publish takes readings without blocking
     */
    LampWatch(Path folder, boolean simulated, Consumer<Reading> publish) {
        this.simulated = simulated;
        this.publish = publish;
        this.kept = new KeptFigures(new FiguresFile(folder, simulated));
        this.figures = kept.open();
        this.ledger = new LampLedger(figures);
    }

    /** Another lamp, or another wiring, is judged anew. The counters go on. */
    void follow(@Nullable HardwareProfile now) {
        if (Objects.equals(now, profile)) {
            return;
        }
        profile = now;
        if (latest != null) {
            for (LampEvent event : List.copyOf(raised.keySet())) {
                change(
                        new AlarmChange(event, false, "another hardware profile holds, the lamp is judged anew"),
                        latest);
            }
        }
        LampWiring lamp = now == null ? null : now.lamp();
        Supply supply = now == null ? Supply.PERMANENT : now.supply();
        monitor = lamp == null ? null : new LampMonitor(lamp, supply);
        ledger.lamp(lamp, supply);
        // What control gear said is not what the next one says.
        standing.keySet().removeIf(name -> name.startsWith(GEAR + "/"));
        List.copyOf(standing.values()).forEach(this::take);
    }

    void take(Reading reading) {
        Series series = reading.series();
        if (series.name().equals(OUTPUT)
                || series.quantity().equals(LampReadings.CONTACT)
                || series.component().equals(GEAR)) {
            standing.put(series.name(), reading);
        }
        LampMonitor watching = monitor;
        if (watching == null) {
            return;
        }
        Duration at = reading.time().sinceBoot();
        latest = reading.time();
        String name = series.name();
        if (reading.value() instanceof Value.Numeric value) {
            number(watching, name, at, value.number());
        } else if (reading.value() instanceof Value.Flag flag) {
            flag(watching, name, at, flag.set());
        }
        report(watching, reading.time());
    }

    private void number(LampMonitor watching, String name, Duration at, double value) {
        switch (name) {
            case OUTPUT -> {
                watching.output(at, value);
                ledger.output(at, value);
            }
            case "lamp/power" -> {
                watching.power(at, value);
                ledger.power(at, value);
            }
            case "lamp/voltage" -> watching.voltage(at, value);
            case "lamp/powerFactor" -> watching.powerFactor(at, value);
            default -> {} // not about the lamp
        }
    }

    private void flag(LampMonitor watching, String name, Duration at, boolean set) {
        switch (name) {
            case "gear/answers" -> watching.gearAnswers(at, set);
            case "gear/lampFailure" -> watching.gearLampFailure(at, set);
            case "gear/failure" -> watching.gearFailure(at, set);
            default -> {
                if (isMains(name)) {
                    watching.mains(at, set);
                    ledger.mains(at, set);
                }
            }
        }
    }

    private boolean isMains(String name) {
        return profile != null
                && profile.inputs().stream()
                        .anyMatch(input -> input.kind() == Input.Kind.MAINS
                                && name.equals(input.name() + "/" + LampReadings.CONTACT));
    }

    /**
     * @param world the world's time
     * @param now real time
     */
    void pass(Moment world, Moment now) {
        if (monitor != null) {
            monitor.pass(world.sinceBoot());
            sampleGear(monitor, world);
            report(monitor, world);
        }
        ledger.pass(world.sinceBoot());
        figures = ledger.figures();
        if (toldWorld == null || toldNow == null) {
            toldWorld = world;
            toldNow = now;
        } else if (world.since(toldWorld).compareTo(TELL_AFTER) >= 0
                && now.since(toldNow).compareTo(TELL_AT_MOST_EVERY) >= 0) {
            toldWorld = world;
            toldNow = now;
            tell(figures, world);
        }
        kept.keepIfDue(figures, now);
    }

    private void sampleGear(LampMonitor watching, Moment world) {
        if (gearSampled != null && world.since(gearSampled).compareTo(GEAR_SAMPLE) < 0) {
            return;
        }
        gearSampled = world;
        standing.forEach((name, reading) -> {
            if (reading.series().component().equals(GEAR) && reading.value() instanceof Value.Flag state) {
                flag(watching, name, world.sinceBoot(), state.set());
            }
        });
    }

    private void tell(LampFigures counted, Moment world) {
        publish.accept(ENERGY.reading(Value.of(counted.energy()), world));
        publish.accept(ESTIMATED_ENERGY.reading(Value.of(counted.estimatedEnergy()), world));
        publish.accept(BURNING_HOURS.reading(Value.of(counted.burningHours()), world));
        publish.accept(SWITCH_ONS.reading(Value.of((double) counted.switchOns()), world));
    }

    private void report(LampMonitor watching, Moment at) {
        watching.changes().forEach(change -> change(change, at));
    }

    private void change(AlarmChange change, Moment at) {
        LampEvent event = change.event();
        if (change.raised()) {
            LOG.warn("Lamp: {} {}", event.label(), change.text());
            raised.put(event, new LampAlarm(event.label(), change.evidence(), at.trusted() ? at.instant() : null));
        } else {
            LOG.info("Lamp: {} {}", event.label(), change.text());
            raised.remove(event);
        }
        alarms = List.copyOf(raised.values());
        publish.accept(new Series(LAMP, event.label(), null).alarm(Value.of(change.text()), at));
    }

    /** Keeps the counters. */
    void close() {
        kept.keep(ledger.figures());
    }

    boolean isSimulated() {
        return simulated;
    }

    /** @return without CO2 */
    LampFigures figures() {
        return figures;
    }

    /** @return what is wrong now, most urgent first */
    List<LampAlarm> alarms() {
        return alarms;
    }

    /** @return why the counters began at zero; null if nothing was lost */
    @Nullable
    String lost() {
        return kept.lost();
    }

    /** @return why the counters would not survive a restart; null if they would */
    @Nullable
    String unkept() {
        return kept.unkept();
    }
}
