package io.smartpole.formats.receiver;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.receiver.Arrival.Verified;
import java.time.Duration;
import java.time.Instant;

/** The platform's receipts: a pole frees a batch only when it has one. */
public final class Receipts {

    /** How long a receipt may be on its way, such as in the queue of a broker for a pole that is offline. */
    private static final Duration VALID = Duration.ofDays(30);

    private Receipts() {}

    /**
     * To be called only after the batch was stored durably.
     *
     * @param stored the batch
     * @param key a key that the pole trusts with role {@code receipt}
     * @param now the platform's time
     * @return the signed document, to be published on {@code stored.pole().receipt()}
     */
    public static byte[] sign(Verified stored, PlatformKey key, Instant now) {
        // A repeated receipt has another id: the pole may have admitted the first and lost power before it counted.
        String id = stored.id().hash() + "-" + now.toEpochMilli();
        return DownlinkDocument.sign(
                DownlinkDocument.Type.RECEIPT,
                stored.pole().receipt(),
                id,
                now,
                now.plus(VALID),
                null,
                new Receipt(stored.id(), now).toJson(),
                key.id(),
                key::sign);
    }
}
