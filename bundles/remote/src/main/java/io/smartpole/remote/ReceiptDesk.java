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

/**
 * Takes the platform's receipts to the evidence store. Their ids need no table: a receipt names one batch by its hash,
 * and the store itself knows which batches are freed, so a replay changes nothing.
 */
final class ReceiptDesk {

    private static final String CLOUD = "cloud";

    private final Admission admission;
    private final EvidenceLog evidence;

    ReceiptDesk(Admission admission, EvidenceLog evidence) {
        this.admission = admission;
        this.evidence = evidence;
    }

    ReceiptOutcome handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        DownlinkDocument document =
                admission.admit(message, pole, DownlinkDocument.Type.RECEIPT, any -> Set.of(Role.RECEIPT), now, nonce);
        if (!message.endpoint().startsWith(CLOUD)) {
            throw new Refusal(
                    Reason.NOT_ALLOWED,
                    "a receipt counts only from a cloud endpoint, not from " + message.endpoint(),
                    document.id());
        }
        Receipt receipt;
        try {
            receipt = Receipt.fromJson(document.body());
        } catch (FormatException e) {
            throw new Refusal(Reason.INVALID, String.valueOf(e.getMessage()), document.id());
        }
        return evidence.receipt(receipt.batch());
    }
}
