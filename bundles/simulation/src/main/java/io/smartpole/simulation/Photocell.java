package io.smartpole.simulation;

import java.util.function.DoubleSupplier;

/** The window of the light sensors: what reaches them of the light outside. */
final class Photocell {

    /** What is wrong with it. */
    enum Fault {
        NONE,
        /** What it saw last, for ever. */
        STUCK,
        /** Painted over: nothing. */
        DARK,
        /** Somebody shines a torch on it. */
        BRIGHT
    }

    private static final double TORCH = 20_000;

    private final DoubleSupplier outside;
    private Fault fault = Fault.NONE;
    private double last;

    /** @param outside illuminance in lx, at the moment of asking */
    Photocell(DoubleSupplier outside) {
        this.outside = outside;
    }

    synchronized void fault(Fault newFault) {
        if (newFault == Fault.STUCK && fault != Fault.STUCK) {
            last = illuminance();
        }
        fault = newFault;
    }

    /** @return in lx */
    synchronized double illuminance() {
        return switch (fault) {
            case NONE -> outside.getAsDouble();
            case STUCK -> last;
            case DARK -> 0;
            case BRIGHT -> TORCH;
        };
    }
}
