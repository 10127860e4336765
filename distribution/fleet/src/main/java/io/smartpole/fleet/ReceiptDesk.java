package io.smartpole.fleet;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.Message;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.topics.Topics;

/** What a simulated pole reads of all that the platform sends: receipts, checked as a real pole does. */
final class ReceiptDesk implements Inbound {

    private final Topics topics;
    private final KeyId platform;
    private final byte[] platformKey;
    private final EvidenceLog evidence;
    private final TimeSource time;
    private final Tally tally;

    /** @param platformKey the public key that signs receipts, DER of its SubjectPublicKeyInfo */
    ReceiptDesk(Topics topics, byte[] platformKey, EvidenceLog evidence, TimeSource time, Tally tally) {
        this.topics = topics;
        this.platform = KeyId.ofKey(platformKey);
        this.platformKey = platformKey.clone();
        this.evidence = evidence;
        this.time = time;
        this.tally = tally;
    }

    @Override
    public void onMessage(Message message) {
        if (!message.topic().equals(topics.receipt())) {
            return;
        }
        try {
            DownlinkDocument document = DownlinkDocument.decode(message.payload());
            boolean ours = document.type() == DownlinkDocument.Type.RECEIPT
                    && document.key().equals(platform)
                    && document.audience().equals(message.topic())
                    && document.expires().isAfter(time.now().instant());
            if (!ours) {
                throw new FormatException("it is not for this pole, not from its platform, or too old");
            }
            document.verify(platformKey);
            ReceiptOutcome outcome =
                    evidence.receipt(Receipt.fromJson(document.body()).batch());
            if (outcome == ReceiptOutcome.FREED) {
                tally.receipted();
            } else if (outcome == ReceiptOutcome.UNKNOWN) {
                tally.refused();
            }
        } catch (FormatException e) {
            tally.refused();
        }
    }
}
