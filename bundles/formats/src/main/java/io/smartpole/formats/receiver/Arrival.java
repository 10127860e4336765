package io.smartpole.formats.receiver;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a message of evidence turned out to be. */
public sealed interface Arrival {

    /**
     * It is what a registered key signed for this pole. It is to be kept even if its link to the chain is not good:
     * both branches of a broken chain are evidence.
     *
     * @param batch the batch
     * @param id its identity, for the receipt
     * @param link how it continues its chain
     * @param records its readings, base values resolved
     */
    record Verified(EvidenceBatch batch, BatchId id, Link link, List<SenmlRecord> records) implements Arrival {

        public Verified {
            records = List.copyOf(records);
        }

        public Topics pole() {
            return batch.header().topics();
        }

        /** @return when the record was measured; empty if its time is known only relative to signing */
        public static Optional<Instant> timeOf(SenmlRecord record) {
            return record.absoluteTime()
                    ? Optional.of(Instant.ofEpochMilli(Math.round(record.time() * 1000)))
                    : Optional.empty();
        }
    }

    /**
     * It is not to be believed, stored or receipted.
     *
     * @param reason which rule it breaks
     * @param detail what is wrong with it, in plain words
     */
    record Refused(Reason reason, String detail) implements Arrival {

        @Override
        public String toString() {
            return reason.text + ": " + detail;
        }
    }

    /** Why a message is refused, in the order of the checks. */
    enum Reason {
        WRONG_TOPIC("not a topic of evidence"),
        NOT_EVIDENCE("not a batch of evidence"),
        UNKNOWN_KEY("signed with an unknown key"),
        BAD_SIGNATURE("signature not valid"),
        WRONG_POLE("signed for another pole"),
        BAD_RECORDS("signed, but its readings cannot be used");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
