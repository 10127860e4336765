package io.smartpole.lighting.supervision;

import io.smartpole.core.health.HealthStatus;

/** What can be wrong with a lamp. The labels are TALQ 2.7.1's (LampMonitor; Part 102 for the gear): never changed. */
enum LampEvent {
    /** It is to burn, and is dark. */
    LAMP_FAILURE("lampFailure", HealthStatus.CRITICAL, "bring a luminaire (LED module, LED driver) and a fuse"),
    /** It burns by turns though it is to burn steadily. */
    CYCLING_FAILURE("cyclingFailure", "bring an LED driver, look for overheating and loose contacts"),
    /** The mains input says that there are none. */
    SUPPLY_LOSS("supplyLoss", "check the fuse in the mast, then cabinet and phase: do neighbouring poles burn?"),
    /** It burns though it is to be off. */
    LAMP_UNEXPECTED_ON("lampUnexpectedOn", "check the dimming line and its plug, bring an LED driver"),
    /** Of a relay: the lamp burns though the contact is to be open. */
    RELAY_FAILURE("relayFailure", "bring a relay: its contact does not open"),
    /** It burns dimmed, but not at the power of that level. */
    DIMMING_FAILURE("dimmingFailure", "check the dimming line and its plug, bring an LED driver"),
    LAMP_POWER_TOO_HIGH("lampPowerTooHigh", "compare the luminaire with the hardware profile, bring an LED driver"),
    LAMP_POWER_TOO_LOW("lampPowerTooLow", "bring an LED module: a part of its LEDs may be dark"),
    POWER_FACTOR_TOO_LOW("powerFactorTooLow", "bring an LED driver"),
    SUPPLY_VOLTAGE_TOO_HIGH("supplyVoltageTooHigh", "have the network operator check the voltage"),
    SUPPLY_VOLTAGE_TOO_LOW("supplyVoltageTooLow", "check terminals and fuse, then have the operator check the voltage"),
    CONTROL_GEAR_COMM_FAILURE("controlGearCommFailure", "check the DALI line and its interface, bring a control gear"),
    /** The gear itself says that it has failed. */
    CONTROL_GEAR_FAILURE("controlGearFailure", "bring a control gear");

    private final String label;
    private final HealthStatus status;
    private final String action;

    LampEvent(String label, String action) {
        this(label, HealthStatus.WARN, action);
    }

    LampEvent(String label, HealthStatus status, String action) {
        this.label = label;
        this.status = status;
        this.action = action;
    }

    /** @return the quantity of its readings */
    String label() {
        return label;
    }

    HealthStatus status() {
        return status;
    }

    /** @return what to do and what to bring */
    String action() {
        return action;
    }

    static LampEvent of(String label) {
        for (LampEvent event : values()) {
            if (event.label.equals(label)) {
                return event;
            }
        }
        throw new IllegalArgumentException("no event of a lamp is called '" + label + "'");
    }
}
