package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationReport.Outcome;

/**
 * Where a revision of the platform stands.
 *
 * <pre>
 *   arrives ──▶ right? ──no──▶ REJECTED (also if it cannot be stored)
 *                 │
 *                yes ──its time is yet to come──▶ WAITING ──its time has come──▶ right? (again)
 *                 │                                  └──a newer one arrives──▶ forgotten
 *                 ├──without probation──▶ APPLIED
 *                 ▼                          ▲
 *           ON_PROBATION ──did well──────────┘
 *                 ├──did not──▶ ROLLED_BACK
 *                 └──a newer one is put into effect──▶ that one is ON_PROBATION for both
 * </pre>
 */
enum Stage {
    WAITING,
    ON_PROBATION,
    APPLIED,
    REJECTED,
    ROLLED_BACK;

    Outcome outcome() {
        return switch (this) {
            case WAITING, ON_PROBATION -> Outcome.PENDING;
            case APPLIED -> Outcome.APPLIED;
            case REJECTED -> Outcome.REJECTED;
            case ROLLED_BACK -> Outcome.ROLLED_BACK;
        };
    }
}
