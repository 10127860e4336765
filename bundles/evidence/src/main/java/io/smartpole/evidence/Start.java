package io.smartpole.evidence;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.SignedBatch;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process start found of the one before.
 *
 * @param how how that one ended
 * @param previousBoot its boot id; null if nothing of it is stored
 * @param previousKey the key it signed with, if that was another one
 * @param lastAlarmSeq the last alarm batch of the present key, 0 if there is none
 * @param lastMeasurementSeq the last measurement batch of the present key, 0 if there is none
 * @param unfinished lanes in which a commit was begun, but not finished
 */
record Start(
        PreviousEnd how,
        @Nullable BootId previousBoot,
        @Nullable KeyId previousKey,
        long lastAlarmSeq,
        long lastMeasurementSeq,
        Set<Lane> unfinished) {

    static Start of(SegmentStore store, KeyId key) {
        // Each process writes its start into the alarm lane first and its stop last, so that lane knows.
        Optional<SignedBatch> last = store.last(Lane.ALARM);
        BootId boot = last.map(batch -> batch.id().boot()).orElse(null);
        KeyId previousKey = last.map(batch -> batch.id().key())
                .filter(before -> !before.equals(key))
                .orElse(null);
        PreviousEnd how = last.isEmpty()
                ? PreviousEnd.NEW_STORE
                : isStop(last.get()) ? PreviousEnd.AFTER_CLEAN_STOP : PreviousEnd.AFTER_UNCLEAN_STOP;
        return new Start(
                how,
                boot,
                previousKey,
                store.end(Lane.ALARM, key).seq(),
                store.end(Lane.MEASUREMENT, key).seq(),
                store.torn());
    }

    private static boolean isStop(SignedBatch batch) {
        try {
            return EvidenceBatch.decode(batch.bytes()).records().stream()
                    .anyMatch(record -> record.name().endsWith("/" + GatewayRecords.STOP.name()));
        } catch (FormatException e) {
            return false;
        }
    }
}
