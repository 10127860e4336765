package io.smartpole.formats.receiver;

import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.Arrival.Reason;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The platform's side of evidence: decides of each message whether it is what a registered pole signed, and how it
 * continues that pole's chain. It does no I/O; who stores what it verified sends the receipt afterwards, see
 * {@link Receipts}.
 *
 * <p>Delivery is at least once: a batch that comes again is {@link ChainCheck.Link#DUPLICATE}. It need not be stored
 * again, but is to be receipted again, since the first receipt may have been lost.
 *
 * <p>A key that a pole's key names as the next one, see {@link NextKey}, is believed for that pole from then on. Each key
 * has one successor: what it names later is not believed, so that an old key is of no use to a thief.
 *
 * <p>Not safe for use by several threads.
 */
public final class EvidenceReceiver {

    /** The last second of the year 9999. */
    private static final double LATEST = 253_402_300_799.0;

    private final Function<KeyId, Optional<byte[]>> keys;
    private final Consumer<NextKey> successions;
    private final Map<PoleKey, byte[]> named = new HashMap<>();
    private final Map<KeyId, KeyId> successors = new HashMap<>();

    private ChainCheck chains = new ChainCheck();

    /** With the pole, so that none can claim the next key of another. */
    private record PoleKey(Topics pole, KeyId key) {}

    /** @param keys finds the registered public key, DER of its SubjectPublicKeyInfo */
    public EvidenceReceiver(Function<KeyId, Optional<byte[]>> keys) {
        this(keys, next -> {});
    }

    /**
     * @param keys finds the registered public key, DER of its SubjectPublicKeyInfo
     * @param successions told of each key that was named by the one before, so that it is registered for good; may be told
     *     of the same again
     */
    public EvidenceReceiver(Function<KeyId, Optional<byte[]>> keys, Consumer<NextKey> successions) {
        this.keys = keys;
        this.successions = successions;
    }

    /**
     * @param topic where the message arrived
     * @param bytes the message
     */
    public Arrival receive(String topic, byte[] bytes) {
        // 1. Whose evidence is it said to be?
        Optional<Topics> pole = Topics.ofTopic(topic);
        if (pole.isEmpty() || !pole.get().evidence().equals(topic)) {
            return new Refused(Reason.WRONG_TOPIC, topic);
        }
        return check(bytes, pole);
    }

    /**
     * Checks a batch that did not come over MQTT, such as one from a file: every check but that of the topic.
     *
     * @param bytes the batch
     */
    public Arrival check(byte[] bytes) {
        return check(bytes, Optional.empty());
    }

    private Arrival check(byte[] bytes, Optional<Topics> topic) {
        // 2. There is one encoding of a batch.
        EvidenceBatch batch;
        try {
            batch = EvidenceBatch.decode(bytes);
        } catch (FormatException e) {
            return refused(Reason.NOT_EVIDENCE, e);
        }
        // 3. and 4. Who says so? Before this is known, nothing in it is believed, and nothing is inflated.
        BatchHeader header = batch.header();
        Optional<byte[]> key = keys.apply(header.key()).or(() -> named(header));
        if (key.isEmpty()) {
            return new Refused(Reason.UNKNOWN_KEY, header.key().hex());
        }
        try {
            batch.verify(key.get());
        } catch (FormatException e) {
            return refused(Reason.BAD_SIGNATURE, e);
        }
        // 5. A batch of one pole, carried to the topic of another, is not that other's reading.
        Topics signer = header.topics();
        if (topic.isPresent() && !topic.get().equals(signer)) {
            return new Refused(
                    Reason.WRONG_POLE,
                    "it is of " + signer.baseName() + ", but arrived on "
                            + topic.get().evidence());
        }
        // 6. Its readings are its own, and their times are of the kind that its header says.
        List<SenmlRecord> records;
        try {
            records = batch.records();
            for (SenmlRecord record : records) {
                check(record, header);
            }
        } catch (FormatException e) {
            return refused(Reason.BAD_RECORDS, e);
        }
        // 7. Only what is believed moves the chain.
        return new Verified(batch, batch.id(), follow(batch, records), records);
    }

    /** A key that was named is believed for the pole that named it, and for no other. */
    private Optional<byte[]> named(BatchHeader header) {
        return Optional.ofNullable(named.get(new PoleKey(header.topics(), header.key())));
    }

    private Link follow(EvidenceBatch batch, List<SenmlRecord> records) {
        Optional<NextKey> found = NextKey.in(batch.header(), records);
        if (found.isEmpty()) {
            return chains.check(batch);
        }
        NextKey next = found.get();
        boolean second = !successors.getOrDefault(next.former(), next.id()).equals(next.id());
        Link link = chains.check(batch, second ? null : next.id());
        if (link == Link.DUPLICATE || !link.good()) {
            return link;
        }
        if (second) {
            return Link.ENDED;
        }
        successors.put(next.former(), next.id());
        if (named.putIfAbsent(new PoleKey(next.pole(), next.id()), next.publicKey()) == null) {
            successions.accept(next);
        }
        return link;
    }

    private static void check(SenmlRecord record, BatchHeader header) throws FormatException {
        String baseName = header.topics().baseName();
        if (!record.name().startsWith(baseName) || record.name().length() == baseName.length()) {
            throw new FormatException("a reading is named '" + record.name() + "', but the batch is of " + baseName);
        }
        if (!(Math.abs(record.time()) <= LATEST)) {
            throw new FormatException(record.name() + " has the impossible time " + record.time());
        }
        if (!header.clock() && record.time() > 0) {
            throw new FormatException(record.name() + " has the time " + record.time()
                    + ", but without a trusted clock it must be relative to signing, 0 or less");
        }
    }

    private static Refused refused(Reason reason, FormatException cause) {
        return new Refused(reason, String.valueOf(cause.getMessage()));
    }

    /**
     * Takes up a chain where it was left.
     *
     * @param stored the next batch of those that were verified and stored before
     * @return what it is to its chain
     */
    public Link resume(EvidenceBatch stored) {
        try {
            return follow(stored, stored.records());
        } catch (FormatException e) {
            throw new IllegalArgumentException("it was never verified: " + e.getMessage(), e);
        }
    }

    /** @return what is missing now between the batches that came; see {@link ChainCheck#missing} */
    public List<Hole> missing() {
        return chains.missing();
    }

    /**
     * To be called when storing a verified batch failed: what comes again is then stored, and not taken for a
     * duplicate of what is not there. Which key follows which stays known.
     */
    public void forget() {
        chains = new ChainCheck();
    }
}
