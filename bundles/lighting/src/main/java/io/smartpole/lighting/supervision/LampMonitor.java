package io.smartpole.lighting.supervision;

import static io.smartpole.lighting.supervision.LampEvent.CONTROL_GEAR_COMM_FAILURE;
import static io.smartpole.lighting.supervision.LampEvent.CONTROL_GEAR_FAILURE;
import static io.smartpole.lighting.supervision.LampEvent.CYCLING_FAILURE;
import static io.smartpole.lighting.supervision.LampEvent.DIMMING_FAILURE;
import static io.smartpole.lighting.supervision.LampEvent.LAMP_FAILURE;
import static io.smartpole.lighting.supervision.LampEvent.LAMP_POWER_TOO_HIGH;
import static io.smartpole.lighting.supervision.LampEvent.LAMP_POWER_TOO_LOW;
import static io.smartpole.lighting.supervision.LampEvent.LAMP_UNEXPECTED_ON;
import static io.smartpole.lighting.supervision.LampEvent.POWER_FACTOR_TOO_LOW;
import static io.smartpole.lighting.supervision.LampEvent.SUPPLY_LOSS;
import static io.smartpole.lighting.supervision.LampEvent.SUPPLY_VOLTAGE_TOO_HIGH;
import static io.smartpole.lighting.supervision.LampEvent.SUPPLY_VOLTAGE_TOO_LOW;

import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the lamp obeys. It is told what the driver is told and what was measured, one value at a time, and says
 * what went wrong or well again: each event is raised once and cleared once. For one thread. Times are the world's time
 * since boot.
 *
 * <p>One cause is one event, as far as it can be known:
 * <ul>
 *   <li>without mains, nothing else is judged;
 *   <li>a lamp that cycles is judged for nothing else by its power;
 *   <li>a dark lamp has no wrong power and no power factor;
 *   <li>of the three events of a wrong power, one is raised: the same fault shows at each level in another way;
 *   <li>a control gear that does not answer, or a low voltage, explains a wrong power. Never darkness: that is always said.
 * </ul>
 */
final class LampMonitor {

    /** LED drivers' power factor drops when dimmed: no datasheet promises one below half light. */
    private static final double POWER_FACTOR_FROM = 0.5;

    private static final double POWER_FACTOR_MARGIN = 0.01;
    private static final double VOLTAGE_MARGIN = 0.01;

    private static final List<LampEvent> WRONG_POWER =
            List.of(DIMMING_FAILURE, LAMP_POWER_TOO_HIGH, LAMP_POWER_TOO_LOW);

    private final LampType type;
    private final ExpectedPower expected;
    private final Mains mains;
    private final Cycling cycling = new Cycling();

    private final Map<LampEvent, Tally> byPower = new EnumMap<>(LampEvent.class);
    private final Tally voltageHigh = new Tally(" V");
    private final Tally voltageLow = new Tally(" V");
    private final Tally powerFactor = new Tally("");
    private final Tally gearComm = new Tally(null);
    private final Tally gearFailure = new Tally(null);
    private final Tally lampFailureByGear = new Tally(null);

    /** By how many of the above each event is raised. */
    private final Map<LampEvent, Integer> raisedBy = new EnumMap<>(LampEvent.class);

    private List<AlarmChange> changes = new ArrayList<>();

    // What was told last:
    private @Nullable Commanded commanded;
    private int powersSinceChange;
    private boolean dark;
    private boolean voltageIsLow;
    private boolean gearIsSilent;
    private boolean gearSeesLampFailure;

    LampMonitor(LampWiring wiring, Supply supply) {
        type = wiring.type();
        expected = new ExpectedPower(wiring);
        mains = new Mains(supply.switchedByCabinet());
        for (LampEvent event : PowerVerdict.EVENTS) {
            byPower.put(event, new Tally(" W"));
        }
    }

    /** @return what changed since this was last asked, in order */
    List<AlarmChange> changes() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<AlarmChange> found = changes;
        changes = new ArrayList<>();
        return found;
    }

    /** To be called now and then also when nothing is measured. */
    void pass(Duration at) {
        if (mains.pass(at)) {
            count(SUPPLY_LOSS, mains.isRaised(), mains.evidence());
        }
    }

    /** @param output what the driver was told, 0 to 1 */
    void output(Duration at, double output) {
        Commanded before = commanded;
        Commanded now = before == null ? Commanded.first(output, at) : before.next(output, at);
        if (!now.isOn()) {
            cycling.switchedOff();
        }
        follow(now);
        pass(at);
    }

    /** @param present what the mains input says */
    void mains(Duration at, boolean present) {
        if (mains.set(at, present)) {
            cycling.switchedOff();
            if (commanded != null) {
                follow(commanded.poweredUp(at));
            }
        }
        pass(at);
    }

    private void follow(Commanded now) {
        if (commanded == null || !commanded.since().equals(now.since())) {
            powersSinceChange = 0;
        }
        commanded = now;
    }

    /** @param watts taken by the lamp with its control gear */
    void power(Duration at, double watts) {
        pass(at);
        powersSinceChange++;
        Commanded told = settled(at);
        if (told == null) {
            byPower.values().forEach(tally -> tally.add(Verdict.NONE, watts, 0));
            return;
        }
        double output = told.output();
        boolean tells = told.isOn() && expected.tellsLight(output);
        dark = tells && watts < expected.lightFrom(output);
        if (tells && cycling.add(at, !dark, watts)) {
            cyclingChanged();
        }
        byPower.forEach((event, tally) -> {
            Verdict shown = PowerVerdict.of(event, expected, output, watts);
            Verdict verdict = isExplained(event, shown) ? Verdict.NONE : shown;
            if (tally.add(verdict, watts, output)) {
                String claim = PowerVerdict.claim(event, tally.isRaised());
                count(event, tally.isRaised(), tally.evidence(claim) + "; " + expected.inWords(output));
            }
        });
    }

    private void cyclingChanged() {
        count(CYCLING_FAILURE, cycling.isRaised(), cycling.evidence());
        Tally darkness = tally(LAMP_FAILURE);
        if (cycling.isRaised() && darkness.isRaised()) {
            darkness.reset();
            count(LAMP_FAILURE, false, "it comes back by itself: see cyclingFailure");
        }
    }

    /** @return true if something else is known that shows in the lamp's power like this */
    private boolean isExplained(LampEvent event, Verdict verdict) {
        return switch (event) {
            case LAMP_FAILURE ->
                cycling.isRaised()
                        || (cycling.isSuspected()
                                && verdict == Verdict.BAD
                                && !tally(LAMP_FAILURE).isRaised());
            case LAMP_UNEXPECTED_ON -> gearIsSilent;
            case DIMMING_FAILURE, LAMP_POWER_TOO_HIGH, LAMP_POWER_TOO_LOW ->
                cycling.isRaised() || gearIsSilent || voltageIsLow || otherWrongPower(event);
            default -> false;
        };
    }

    private boolean otherWrongPower(LampEvent event) {
        for (LampEvent other : WRONG_POWER) {
            if (other != event && isRaised(other)) {
                return true;
            }
        }
        return false;
    }

    /** @param volts of the lamp's supply */
    void voltage(Duration at, double volts) {
        pass(at);
        double lowest = type.lowestVoltage();
        double highest = type.highestVoltage();
        voltageIsLow = volts < lowest;
        if (!mains.isPresent()) {
            return;
        }
        double output = commanded == null ? 0 : commanded.output();
        if (lowest > 0 && voltageLow.add(Verdict.atLeast(volts, lowest, VOLTAGE_MARGIN * lowest), volts, output)) {
            count(SUPPLY_VOLTAGE_TOO_LOW, voltageLow, "below %s V", "not below %s V", lowest);
        }
        if (highest > 0 && voltageHigh.add(Verdict.atMost(volts, highest, VOLTAGE_MARGIN * highest), volts, output)) {
            count(SUPPLY_VOLTAGE_TOO_HIGH, voltageHigh, "above %s V", "not above %s V", highest);
        }
    }

    /** @param ratio 0 to 1 */
    void powerFactor(Duration at, double ratio) {
        pass(at);
        Commanded told = settled(at);
        double lowest = type.lowestPowerFactor();
        if (lowest <= 0 || told == null || told.output() < POWER_FACTOR_FROM || dark) {
            return;
        }
        if (powerFactor.add(Verdict.atLeast(ratio, lowest, POWER_FACTOR_MARGIN), ratio, told.output())) {
            count(POWER_FACTOR_TOO_LOW, powerFactor, "below %s", "not below %s", lowest);
        }
    }

    void gearAnswers(Duration at, boolean answers) {
        gearIsSilent = !answers;
        flag(at, CONTROL_GEAR_COMM_FAILURE, gearComm, gearIsSilent, "without an answer of the control gear");
    }

    /** @param failure what the control gear says about its lamp */
    void gearLampFailure(Duration at, boolean failure) {
        gearSeesLampFailure = failure;
        flag(at, LAMP_FAILURE, lampFailureByGear, failure, "with lamp failure in the answer of the control gear");
    }

    /** @param failure what the control gear says about itself; a lamp failure alone is not its own */
    void gearFailure(Duration at, boolean failure) {
        boolean own = failure && !gearSeesLampFailure;
        flag(at, CONTROL_GEAR_FAILURE, gearFailure, own, "with failure in the answer of the control gear");
    }

    private void flag(Duration at, LampEvent event, Tally tally, boolean bad, String claim) {
        pass(at);
        if (mains.isPresent() && tally.add(bad ? Verdict.BAD : Verdict.GOOD, 0, 0)) {
            count(event, tally.isRaised(), tally.evidence(tally.isRaised() ? claim : "not " + claim));
        }
    }

    /**
     * @return what a measurement taken then can be held against; null while the lamp or, in a fast simulation, the meter
     *     may not have followed the latest change
     */
    private @Nullable Commanded settled(Duration at) {
        Commanded told = commanded;
        boolean settled =
                told != null && mains.isPresent() && powersSinceChange > 1 && told.isSettled(at, type.warmUp());
        return settled ? told : null;
    }

    private Tally tally(LampEvent event) {
        Tally tally = byPower.get(event);
        if (tally == null) {
            throw new IllegalArgumentException(event + " is not shown by power");
        }
        return tally;
    }

    private boolean isRaised(LampEvent event) {
        return raisedBy.getOrDefault(event, 0) > 0;
    }

    private void count(LampEvent event, Tally tally, String bad, String good, double limit) {
        String claim = (tally.isRaised() ? bad : good).formatted(Tally.number(limit));
        count(event, tally.isRaised(), tally.evidence(claim));
    }

    /** Two may raise the same event, power and control gear: the first raises it, the last clears it. */
    private void count(LampEvent event, boolean raised, String evidence) {
        int before = raisedBy.getOrDefault(event, 0);
        int now = before + (raised ? 1 : -1);
        raisedBy.put(event, now);
        if ((before == 0) != (now == 0)) {
            changes.add(new AlarmChange(event, raised, evidence));
        }
    }
}
