package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.evidence.Zlib;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Reason;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.NextKey;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceReceiverTest {

    private static final PlatformKey POLE_KEY = PlatformKey.generate();
    private static final PlatformKey OTHER_KEY = PlatformKey.generate();
    private static final PlatformKey NEIGHBOUR_KEY = PlatformKey.generate();
    private static final Topics POLE = new Topics("dormagen", "p-1");
    private static final BootId BOOT = new BootId("0".repeat(32));
    private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_250L);
    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);

    private final List<NextKey> successions = new ArrayList<>();
    private final EvidenceReceiver receiver = new EvidenceReceiver(EvidenceReceiverTest::registered, successions::add);

    private static Optional<byte[]> registered(KeyId id) {
        return id.equals(POLE_KEY.id()) ? Optional.of(POLE_KEY.publicKey()) : Optional.empty();
    }

    @Test
    void aSignedBatchOfThePoleIsVerifiedAndItsReadingsHaveTheirTimes() {
        byte[] bytes = batch(1, BatchHeader.NO_PREVIOUS);

        Verified verified = verified(bytes);

        assertEquals(Link.FIRST_SEEN, verified.link());
        assertEquals(POLE, verified.pole());
        assertEquals(1, verified.id().seq());
        SenmlRecord record = verified.records().get(0);
        assertEquals("dormagen/p-1/bme280/temperature", record.name());
        assertEquals(Value.of(25.08), record.value());
        assertEquals(Optional.of(NOW), Verified.timeOf(record));
    }

    @Test
    void aReadingWithoutTrustedClockHasNoAbsoluteTime() {
        byte[] pack = SenmlCbor.encode(
                POLE.baseName(), List.of(reading(new Moment(NOW, false, Duration.ofSeconds(3)))), at(NOW, false, 5));
        Verified verified = verified(sign(header(1, BatchHeader.NO_PREVIOUS, false, false), pack, POLE_KEY));

        SenmlRecord record = verified.records().get(0);
        assertEquals(-2.0, record.time());
        assertEquals(Optional.empty(), Verified.timeOf(record));
    }

    @Test
    void anEmptyBatchIsGood() {
        Verified verified = verified(sign(
                header(1, BatchHeader.NO_PREVIOUS, true, false), HexFormat.of().parseHex("80"), POLE_KEY));
        assertEquals(List.of(), verified.records());
    }

    @Test
    void theChainIsFollowedAndEveryBreakIsNamedButKept() {
        byte[] one = batch(1, BatchHeader.NO_PREVIOUS);
        String first = verified(one).id().hash();
        assertEquals(Link.CONTINUES, verified(batch(2, first)).link());
        assertEquals(Link.DUPLICATE, verified(one).link());
        assertEquals(Link.AHEAD, verified(batch(9, first)).link());
        assertEquals(Link.WRONG_PREDECESSOR, verified(batch(10, first)).link());
    }

    @Test
    void whatIsRefusedDoesNotMoveTheChain() {
        String first = verified(batch(1, BatchHeader.NO_PREVIOUS)).id().hash();
        byte[] forged = batch(2, first);
        forged[forged.length - 1] ^= 1;
        assertRefused(Reason.BAD_SIGNATURE, POLE.evidence(), forged);
        assertEquals(Link.CONTINUES, verified(batch(2, first)).link());
    }

    @Test
    void afterStoringFailedABatchThatComesAgainIsNoDuplicate() {
        byte[] one = batch(1, BatchHeader.NO_PREVIOUS);
        verified(one);
        receiver.forget();
        assertEquals(Link.FIRST_SEEN, verified(one).link());
    }

    @Test
    void aChainIsTakenUpWhereItWasLeft() throws Exception {
        byte[] one = batch(1, BatchHeader.NO_PREVIOUS);
        receiver.resume(EvidenceBatch.decode(one));
        assertEquals(Link.DUPLICATE, verified(one).link());
    }

    @Test
    void aKeyThatIsNotRegisteredIsRefused() {
        byte[] bytes = sign(
                new BatchHeader(
                        ProtectedHeader.ED25519,
                        OTHER_KEY.id(),
                        Lane.MEASUREMENT,
                        "dormagen",
                        "p-1",
                        1,
                        BatchHeader.NO_PREVIOUS,
                        BOOT,
                        true,
                        0,
                        false),
                pack(POLE.baseName()),
                OTHER_KEY);
        assertRefused(Reason.UNKNOWN_KEY, POLE.evidence(), bytes);
    }

    @Test
    void aSignatureByAnotherKeyUnderARegisteredKeyIdIsRefused() {
        byte[] bytes = sign(header(1, BatchHeader.NO_PREVIOUS, true, false), pack(POLE.baseName()), OTHER_KEY);
        assertRefused(Reason.BAD_SIGNATURE, POLE.evidence(), bytes);
    }

    @Test
    void aBatchOfOnePoleOnTheTopicOfAnotherIsRefused() {
        byte[] bytes = batch(1, BatchHeader.NO_PREVIOUS);
        assertRefused(Reason.WRONG_POLE, "smartpole/v1/dormagen/p-2/evidence", bytes);
        assertRefused(Reason.WRONG_POLE, "smartpole/v1/neuss/p-1/evidence", bytes);
        assertInstanceOf(Verified.class, receiver.check(bytes), "from a file there is no topic to contradict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smartpole/v1/dormagen/p-1/evidence/receipt",
                "smartpole/v1/dormagen/p-1/state",
                "smartpole/v1/dormagen/group/evidence",
                "smartpole/v2/dormagen/p-1/evidence",
                "evidence",
                ""
            })
    void anyOtherTopicIsRefused(String topic) {
        assertRefused(Reason.WRONG_TOPIC, topic, batch(1, BatchHeader.NO_PREVIOUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dormagen/p-2/", "dormagen/p-1", "", "dormagen/"})
    void readingsInTheNameOfAnotherPoleAreRefused(String baseName) {
        byte[] bytes = sign(header(1, BatchHeader.NO_PREVIOUS, true, false), pack(baseName), POLE_KEY);
        assertRefused(Reason.BAD_RECORDS, POLE.evidence(), bytes);
    }

    @Test
    void withoutATrustedClockATimeOfTheCalendarIsRefused() {
        byte[] bytes = sign(header(1, BatchHeader.NO_PREVIOUS, false, false), pack(POLE.baseName()), POLE_KEY);
        assertRefused(Reason.BAD_RECORDS, POLE.evidence(), bytes);
    }

    @ParameterizedTest
    // [{-2: "dormagen/p-1/x", 4: true, 6: t}] with t = NaN, infinity, 1e300
    @ValueSource(strings = {"f97e00", "f97c00", "fb7e37e43c8800759c"})
    void aTimeThatIsNoneIsRefused(String time) {
        String pack = "81a3216e646f726d6167656e2f702d312f7804f506" + time;
        byte[] bytes = sign(
                header(1, BatchHeader.NO_PREVIOUS, true, false), HexFormat.of().parseHex(pack), POLE_KEY);
        assertRefused(Reason.BAD_RECORDS, POLE.evidence(), bytes);
    }

    @Test
    void aZipBombIsRefusedWithinItsBound() {
        byte[] bomb = Zlib.deflate(new byte[EvidenceBatch.LARGEST_PACK + 1]);
        byte[] bytes = sign(header(1, BatchHeader.NO_PREVIOUS, true, true), bomb, POLE_KEY);
        assertRefused(Reason.BAD_RECORDS, POLE.evidence(), bytes);
    }

    @Test
    void aZipBombOfAStrangerIsNotEvenInflated() {
        byte[] bomb = Zlib.deflate(new byte[EvidenceBatch.LARGEST_PACK + 1]);
        byte[] bytes = sign(header(1, BatchHeader.NO_PREVIOUS, true, true), bomb, OTHER_KEY);
        assertRefused(Reason.BAD_SIGNATURE, POLE.evidence(), bytes);
    }

    @Test
    void whateverArrivesIsAnsweredAndNeverThrown() {
        long seed = System.identityHashCode(new Object());
        Random random = new Random(seed);
        byte[] good = batch(1, BatchHeader.NO_PREVIOUS);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length + 20));
            for (int n = 1 + random.nextInt(4); n > 0 && bad.length > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            if (!Arrays.equals(good, bad)) {
                assertInstanceOf(Refused.class, receiver.check(bad), "seed " + seed + ", round " + i);
            }
        }
    }

    @Test
    void aRefusalSaysWhatIsWrongInPlainWords() {
        Arrival refused = receiver.receive("smartpole/v1/dormagen/p-2/evidence", batch(1, BatchHeader.NO_PREVIOUS));
        assertEquals(
                "signed for another pole: it is of dormagen/p-1/, but arrived on smartpole/v1/dormagen/p-2/evidence",
                refused.toString());
    }

    @Test
    void aReceiptNamesTheBatchAndIsSignedForThatPoleOnly() throws Exception {
        Verified stored = verified(batch(1, BatchHeader.NO_PREVIOUS));

        DownlinkDocument document = DownlinkDocument.decode(Receipts.sign(stored, OTHER_KEY, NOW));

        document.verify(OTHER_KEY.publicKey());
        assertEquals(DownlinkDocument.Type.RECEIPT, document.type());
        assertEquals("smartpole/v1/dormagen/p-1/evidence/receipt", document.audience());
        assertEquals(OTHER_KEY.id(), document.key());
        assertEquals(NOW.getEpochSecond(), document.issued().getEpochSecond());
        assertEquals(Duration.ofDays(30), Duration.between(document.issued(), document.expires()));
        assertEquals(new Receipt(stored.id(), NOW), Receipt.fromJson(document.body()));
    }

    @Test
    void aRepeatedReceiptHasAnotherId() throws Exception {
        Verified stored = verified(batch(1, BatchHeader.NO_PREVIOUS));
        String id =
                DownlinkDocument.decode(Receipts.sign(stored, OTHER_KEY, NOW)).id();
        String again = DownlinkDocument.decode(Receipts.sign(stored, OTHER_KEY, NOW.plusMillis(1)))
                .id();
        assertFalse(id.equals(again), id);
    }

    @Test
    void aStoredLineGivesBackTheBatchAndIsWrittenTheSameAgain() throws Exception {
        byte[] bytes = batch(1, BatchHeader.NO_PREVIOUS);
        Verified verified = verified(bytes);

        String line = ReceivedLine.write(verified, NOW);

        assertTrue(
                line.contains("\"records\":[{\"n\":\"dormagen/p-1/bme280/temperature\",\"u\":\"Cel\","
                        + "\"v\":25.08,\"t\":1790000000.250}]"),
                line);
        assertFalse(line.contains("\n"));
        ReceivedLine read = ReceivedLine.read(line);
        assertEquals(NOW, read.received());
        assertTrue(Arrays.equals(bytes, read.bytes()));
        assertEquals(line, ReceivedLine.write((Verified) receiver.check(read.bytes()), read.received()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"received\":\"2026-11-01T12:00:00Z\"}",
                "{\"received\":\"yesterday\",\"cose\":\"0oQ=\"}",
                "{\"received\":\"2026-11-01T12:00:00Z\",\"cose\":\"***\"}"
            })
    void aLineThatIsNoneIsRefused(String line) {
        assertThrows(FormatException.class, () -> ReceivedLine.read(line));
    }

    @Test
    void aKeyThatTheKeyBeforeNamesIsBelievedFromThenOnAndContinuesItsChain() {
        assertRefused(Reason.UNKNOWN_KEY, POLE.evidence(), ofOtherKey("p-1", 1, BatchHeader.NO_PREVIOUS));
        String last = verified(naming(hex(OTHER_KEY))).id().hash();

        assertEquals(Link.CONTINUES, verified(ofOtherKey("p-1", 1, last)).link());

        NextKey told = successions.get(0);
        assertEquals(POLE, told.pole());
        assertEquals(POLE_KEY.id(), told.former());
        assertEquals(OTHER_KEY.id(), told.id());
        assertEquals(1, successions.size());
    }

    @Test
    void aKeyThatWasNamedIsBelievedForThatPoleOnly() {
        String last = verified(naming(hex(OTHER_KEY))).id().hash();
        assertRefused(Reason.UNKNOWN_KEY, "smartpole/v1/dormagen/p-2/evidence", ofOtherKey("p-2", 1, last));
    }

    @Test
    void aKeyThatABatchNamesBehindTheEndOfItsChainIsNotBelieved() {
        String last = verified(naming(hex(OTHER_KEY))).id().hash();
        PlatformKey thief = PlatformKey.generate();
        byte[] late = sign(header(2, last, true, false), nextKey(text("gateway", "next-key"), hex(thief)), POLE_KEY);

        assertEquals(Link.ENDED, verified(late).link());
        assertEquals(1, successions.size());
    }

    @Test
    void anEndThatWasForgedIsNotBelievedHoweverOftenItComes() {
        verified(naming(hex(OTHER_KEY)));
        PlatformKey thief = PlatformKey.generate();
        byte[] forged = naming(hex(thief));
        assertEquals(Link.CLONED_KEY, verified(forged).link());
        assertEquals(Link.DUPLICATE, verified(forged).link());
        assertEquals(1, successions.size());
    }

    @Test
    void aBadBatchThatComesAgainNamesNobody() {
        verified(batch(1, BatchHeader.NO_PREVIOUS));
        byte[] stray = sign(
                header(2, "a".repeat(64), true, false), nextKey(text("gateway", "next-key"), hex(OTHER_KEY)), POLE_KEY);
        assertEquals(Link.WRONG_PREDECESSOR, verified(stray).link());
        assertEquals(Link.DUPLICATE, verified(stray).link());
        assertEquals(List.of(), successions);
    }

    /** As by a thief who reads an old key from a card that was thrown away. */
    @Test
    void aKeyHasOneSuccessorAlsoAfterTheChainsAreForgotten() {
        String last = verified(naming(hex(OTHER_KEY))).id().hash();
        receiver.forget();
        PlatformKey thief = PlatformKey.generate();
        byte[] forged = sign(header(9, last, true, false), nextKey(text("gateway", "next-key"), hex(thief)), POLE_KEY);
        assertEquals(Link.ENDED, verified(forged).link());
        assertEquals(Link.DUPLICATE, verified(forged).link());
        assertEquals(1, successions.size());

        verified(naming(hex(OTHER_KEY)));
        assertEquals(1, successions.size(), "the same again is told once");
        assertInstanceOf(Verified.class, receiver.check(ofOtherKey("p-1", 1, last)));
    }

    @Test
    void noPoleCanTakeTheNextKeyOfAnotherByNamingItFirst() {
        EvidenceReceiver both = new EvidenceReceiver(
                id -> registered(id)
                        .or(() -> Optional.of(NEIGHBOUR_KEY)
                                .filter(key -> key.id().equals(id))
                                .map(PlatformKey::publicKey)),
                successions::add);
        BatchHeader neighbour = new BatchHeader(
                ProtectedHeader.ED25519,
                NEIGHBOUR_KEY.id(),
                Lane.MEASUREMENT,
                "dormagen",
                "p-2",
                1,
                BatchHeader.NO_PREVIOUS,
                BOOT,
                true,
                0,
                false);
        byte[] claim = SenmlCbor.encode(
                "dormagen/p-2/",
                List.of(text("gateway", "next-key").reading(Value.of(hex(OTHER_KEY)), at(NOW, true, 1))),
                at(NOW, true, 2));
        assertInstanceOf(Verified.class, both.check(sign(neighbour, claim, NEIGHBOUR_KEY)));

        Verified end = assertInstanceOf(Verified.class, both.check(naming(hex(OTHER_KEY))));
        Verified first = assertInstanceOf(
                Verified.class, both.check(ofOtherKey("p-1", 1, end.id().hash())));
        assertEquals(Link.CONTINUES, first.link());
    }

    @Test
    void aNameOfNoUseNamesNobodyAndTheBatchIsKept() {
        for (String name : List.of("", "xyz", "00", "a".repeat(88), hex(OTHER_KEY) + "00", hex(POLE_KEY))) {
            EvidenceReceiver fresh = new EvidenceReceiver(EvidenceReceiverTest::registered, successions::add);
            assertInstanceOf(Verified.class, fresh.receive(POLE.evidence(), naming(name)), name);
        }
        for (Series series : List.of(text("gateway", "next-keys"), text("x", "next-key"), text("gateway", "key"))) {
            byte[] bytes =
                    sign(header(1, BatchHeader.NO_PREVIOUS, true, false), nextKey(series, hex(OTHER_KEY)), POLE_KEY);
            assertInstanceOf(
                    Verified.class,
                    new EvidenceReceiver(EvidenceReceiverTest::registered, successions::add).check(bytes));
        }
        assertEquals(List.of(), successions);
    }

    @Test
    void whatWasStoredNamesTheNextKeyToo() throws Exception {
        EvidenceBatch stored = EvidenceBatch.decode(naming(hex(OTHER_KEY)));
        receiver.resume(stored);
        assertEquals(
                Link.CONTINUES,
                verified(ofOtherKey("p-1", 1, stored.id().hash())).link());
    }

    @Test
    void whatIsMissingIsTold() {
        verified(batch(1, BatchHeader.NO_PREVIOUS));
        verified(batch(4, "a".repeat(64)));
        assertEquals(
                List.of("dormagen/p-1/measurement, key " + POLE_KEY.id().hex() + ": batches 2 to 3 are missing"),
                receiver.missing().stream().map(Hole::text).toList());
    }

    private static String hex(PlatformKey key) {
        return HexFormat.of().formatHex(key.publicKey());
    }

    private static byte[] naming(String key) {
        return sign(
                header(1, BatchHeader.NO_PREVIOUS, true, false), nextKey(text("gateway", "next-key"), key), POLE_KEY);
    }

    private static Series text(String component, String quantity) {
        return new Series(component, quantity, null);
    }

    private static byte[] nextKey(Series series, String key) {
        return SenmlCbor.encode(
                POLE.baseName(), List.of(series.reading(Value.of(key), at(NOW, true, 1))), at(NOW, true, 2));
    }

    private static byte[] ofOtherKey(String pole, long seq, String prev) {
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519,
                OTHER_KEY.id(),
                Lane.MEASUREMENT,
                "dormagen",
                pole,
                seq,
                prev,
                BOOT,
                true,
                0,
                false);
        return sign(header, pack("dormagen/" + pole + "/"), OTHER_KEY);
    }

    private Verified verified(byte[] bytes) {
        Arrival arrival = receiver.receive(POLE.evidence(), bytes);
        return assertInstanceOf(Verified.class, arrival, arrival::toString);
    }

    private void assertRefused(Reason reason, String topic, byte[] bytes) {
        Refused refused = assertInstanceOf(Refused.class, receiver.receive(topic, bytes));
        assertEquals(reason, refused.reason(), refused::toString);
    }

    private static byte[] batch(long seq, String prev) {
        return sign(header(seq, prev, true, false), pack(POLE.baseName()), POLE_KEY);
    }

    private static byte[] pack(String baseName) {
        return SenmlCbor.encode(baseName, List.of(reading(at(NOW, true, 1))), at(NOW, true, 2));
    }

    private static Reading reading(Moment time) {
        return TEMPERATURE.reading(Value.of(25.08), time);
    }

    private static Moment at(Instant instant, boolean trusted, long sinceBootSeconds) {
        return new Moment(instant, trusted, Duration.ofSeconds(sinceBootSeconds));
    }

    private static BatchHeader header(long seq, String prev, boolean clock, boolean compressed) {
        return new BatchHeader(
                ProtectedHeader.ED25519,
                POLE_KEY.id(),
                Lane.MEASUREMENT,
                "dormagen",
                "p-1",
                seq,
                prev,
                BOOT,
                clock,
                0,
                compressed);
    }

    private static byte[] sign(BatchHeader header, byte[] payload, PlatformKey key) {
        return EvidenceBatch.sign(header, payload, key::sign).message().encode();
    }
}
