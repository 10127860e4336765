package io.smartpole.remote;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.remote.Refusal.Reason;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the platform's receipts to the evidence store. Their ids need no table: a receipt names one batch by its hash,
 * and the store itself knows which batches are freed, so a replay changes nothing.
 */
final class ReceiptDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptDesk.class);

    private static final String CLOUD = "cloud";

    private final Admission admission;
    private final Supplier<@Nullable EvidenceLog> evidence;

    /** @param evidence null while it is not there */
    ReceiptDesk(Admission admission, Supplier<@Nullable EvidenceLog> evidence) {
        this.admission = admission;
        this.evidence = evidence;
    }

    /** @throws Refusal if it is not admitted, makes no sense, or came over a local endpoint */
    void handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        EvidenceLog log = evidence.get();
        if (log == null) {
            return; // The platform's receipt is not lost: the batch is sent again, and receipted again.
        }
        Admission.Admitted admitted =
                admission.admit(message, pole, DownlinkDocument.Type.RECEIPT, any -> Set.of(Role.RECEIPT), now, nonce);
        if (!message.endpoint().startsWith(CLOUD)) {
            throw new Refusal(
                    Reason.NOT_ALLOWED,
                    "a receipt counts only from a cloud endpoint, not from " + message.endpoint(),
                    admitted.sender());
        }
        Receipt receipt;
        try {
            receipt = Receipt.fromJson(admitted.document().body());
        } catch (FormatException e) {
            throw new Refusal(Reason.INVALID, String.valueOf(e.getMessage()), admitted.sender());
        }
        if (log.receipt(receipt.batch()) == ReceiptOutcome.UNKNOWN) {
            LOG.warn("a receipt names a batch that this pole does not have");
        }
    }
}
