package io.smartpole.simulation.dali;

import io.smartpole.simulation.dali.Answer.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The DALI bus of a luminaire: one control gear, unless something is wrong. Two backward frames at once are unreadable,
 * also when they say the same, since no two gears answer at the same microsecond.
 */
public final class DaliBus {

    /** What is wrong on the bus. */
    public enum Fault {
        /** The wire to the gear is cut: it neither hears nor answers, and takes its system failure level. */
        SILENT,
        /** The gear hears, but what it answers is unreadable. */
        GARBLED,
        /** A second gear of the same short address, which drives another lamp. */
        TWIN
    }

    private final ControlGear gear;
    private final ControlGear twin;
    private Set<Fault> faults = Set.of();

    public DaliBus(ControlGear gear, ControlGear twin) {
        this.gear = gear;
        this.twin = twin;
    }

    /** Lets time pass. */
    public synchronized void advance(Duration now) {
        gear.advance(now);
    }

    /** @param on whether mains reach the gear */
    public synchronized void mains(boolean on, Duration now) {
        gear.mains(on, now);
        twin.mains(on, now);
    }

    public synchronized void faults(Set<Fault> newFaults) {
        boolean cut = newFaults.contains(Fault.SILENT) && !faults.contains(Fault.SILENT);
        faults = newFaults.isEmpty() ? Set.of() : EnumSet.copyOf(newFaults);
        if (cut) {
            gear.busFailed();
        }
    }

    /**
     * @param frame forward frame of 16 bits
     * @param now when its last bit was there
     */
    synchronized Answer send(int frame, Duration now) {
        Answer own = faults.contains(Fault.SILENT) ? Answer.NONE : gear.receive(frame, now);
        Answer other = faults.contains(Fault.TWIN) ? twin.receive(frame, now) : Answer.NONE;
        List<Answer> answers = Stream.of(own, other)
                .filter(answer -> answer.kind() != Kind.NONE)
                .toList();
        if (answers.isEmpty()) {
            return Answer.NONE;
        }
        boolean garbled = faults.contains(Fault.GARBLED) && own.kind() != Kind.NONE;
        return answers.size() > 1 || garbled ? Answer.UNREADABLE : answers.get(0);
    }
}
