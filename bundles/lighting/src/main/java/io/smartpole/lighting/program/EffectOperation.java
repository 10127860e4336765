package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;

/** How a control's level and the level below it make one (TALQ: EffectOperation, without Add, Sub and Mul). */
enum EffectOperation {
    SET("Set"),
    MAX("Max"),
    MIN("Min");

    private final String label;

    EffectOperation(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    LightLevel apply(LightLevel below, LightLevel level) {
        return switch (this) {
            case SET -> level;
            case MAX -> below.atLeast(level);
            case MIN -> below.compareTo(level) < 0 ? below : level;
        };
    }
}
