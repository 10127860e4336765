package io.smartpole.evidence;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import org.jspecify.annotations.Nullable;

/**
 * How evidence is doing.
 *
 * @param writing whether the writing thread lives
 * @param open whether the store was read
 * @param named whether the pole has a name to sign in
 * @param problem what keeps readings from being stored; null if nothing does
 * @param readProblem why a stored batch could not be read; null if none failed
 * @param badSettings which configured value is refused; null if none is
 * @param batchesLost committed batches that were lost since start
 * @param percentWaiting how much of the store waits for receipts
 * @param backlog what waits, and what was dropped
 */
record Condition(
        boolean writing,
        boolean open,
        boolean named,
        @Nullable String problem,
        @Nullable String readProblem,
        @Nullable String badSettings,
        long batchesLost,
        int percentWaiting,
        Backlog backlog) {

    private static final int WORTH_A_LOOK = 50;
    private static final int ALMOST_FULL = 90;

    HealthResult health() {
        if (!writing) {
            return HealthResult.critical("the evidence writer has ended: no reading is stored", "restart the gateway");
        }
        if (problem != null) {
            return HealthResult.critical(
                    "evidence cannot be stored, readings wait in memory: " + problem,
                    "check the data folder's disk: free space, and whether the SD card is worn out");
        }
        if (percentWaiting >= ALMOST_FULL) {
            return HealthResult.critical(
                    "the evidence store is %d %% full of batches that wait for receipts".formatted(percentWaiting),
                    "bring the connection to the platform back: soon the oldest measurements give way");
        }
        if (!named) {
            return HealthResult.warn(
                    "this pole has no name yet, so nothing is signed: readings wait in memory"
                            + (backlog.dropped() > 0 ? ", %d were dropped".formatted(backlog.dropped()) : ""),
                    "set site and pole number");
        }
        if (batchesLost > 0) {
            return HealthResult.warn(
                    batchesLost + " committed batches were lost; signed gap records name them",
                    "look at the gap records: after 'corrupt' replace the SD card, after 'no-space' see to the uplink");
        }
        if (readProblem != null) {
            return HealthResult.warn(readProblem, "replace the SD card");
        }
        if (backlog.dropped() > 0) {
            return HealthResult.warn(
                    backlog.dropped() + " readings were dropped since start; signed gap records tell when",
                    "if the pole had its name then, the disk was too slow or failed: check the SD card");
        }
        if (badSettings != null) {
            return HealthResult.warn(
                    EvidenceService.PID + ": " + badSettings + ". The last good configuration stays in use",
                    "correct the value in the configuration");
        }
        if (percentWaiting >= WORTH_A_LOOK) {
            return HealthResult.warn(
                    "the evidence store is %d %% full of batches that wait for receipts".formatted(percentWaiting),
                    "check the connection to the platform");
        }
        if (!open) {
            return HealthResult.ok("reading the evidence store");
        }
        return HealthResult.ok("%d batches committed, %d wait for a receipt (%d bytes)"
                .formatted(backlog.committed(), backlog.batches(), backlog.bytes()));
    }
}
