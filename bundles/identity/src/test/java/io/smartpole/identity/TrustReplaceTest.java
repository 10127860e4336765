package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet.Outcome;
import io.smartpole.core.keys.TrustSet.Update;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trust set that is replaced: by the root key, by a key of role identity, by nobody else. */
class TrustReplaceTest {

    private static final Pole POLE = () -> new PoleIdentity("dormagen", "p-1", "", "", "", null);
    private static final String AUDIENCE = "smartpole/v1/dormagen/p-1/trust";
    private static final Instant ISSUED = Instant.ofEpochSecond(1_790_000_000);

    private static final KeyPair ROOT = keyPair();
    private static final KeyPair OFFICE = keyPair();
    private static final KeyPair OPERATIONS = keyPair();
    private static final KeyPair NEWCOMER = keyPair();

    private static final TrustedKey OFFICE_KEY = key(OFFICE, "key office", Role.IDENTITY);
    private static final TrustedKey OPERATIONS_KEY = key(OPERATIONS, "operations", Role.CONFIG, Role.LIGHTING);
    private static final TrustedKey NEWCOMER_KEY = key(NEWCOMER, "newcomer", Role.RECEIPT);

    @TempDir
    Path folder;

    private Trust trust;

    @BeforeEach
    void claimed() {
        trust = open();
        trust.claim(id(ROOT), document(ROOT, 1, OFFICE_KEY, OPERATIONS_KEY));
    }

    @Test
    void theRootKeyIsFoundWithTheRoleRootAloneAlsoAfterARestart() {
        assertEquals(
                Set.of(Role.ROOT),
                trust.find(KeyId.ofKey(id(ROOT))).orElseThrow().roles());
        assertEquals(
                Set.of(Role.ROOT),
                open().find(KeyId.ofKey(id(ROOT))).orElseThrow().roles());
    }

    @Test
    void theRootKeyReplacesEverythingDurablyAndSaysWhatChanged() {
        TrustedKey dimmed = key(OPERATIONS, "operations", Role.LIGHTING);
        Update update = trust.replace(document(ROOT, 7, dimmed, NEWCOMER_KEY));

        assertEquals(Outcome.REPLACED, update.outcome());
        assertTrue(
                update.message().startsWith("trust set revision 7 replaces 1: changed 'operations'"), update.message());
        assertTrue(update.message().contains("added 'newcomer'"), update.message());
        assertTrue(update.message().contains("removed 'key office'"), update.message());
        for (Trust each : List.of(trust, open())) {
            assertEquals(7, each.revision());
            assertTrue(each.find(OFFICE_KEY.id()).isEmpty());
            assertEquals(
                    Set.of(Role.LIGHTING),
                    each.find(OPERATIONS_KEY.id()).orElseThrow().roles());
        }
    }

    @Test
    void aKeyOfRoleIdentityReplacesTheOthersAgainAndAgain() {
        assertEquals(
                Outcome.REPLACED,
                trust.replace(document(OFFICE, 2, OFFICE_KEY, NEWCOMER_KEY)).outcome());
        Trust restarted = open();
        assertEquals(2, restarted.revision());
        assertTrue(restarted.find(NEWCOMER_KEY.id()).isPresent());
        assertTrue(restarted.find(OPERATIONS_KEY.id()).isEmpty());

        assertEquals(
                Outcome.REPLACED,
                restarted.replace(document(OFFICE, 3, OFFICE_KEY)).outcome());
        Trust again = open();
        assertEquals(3, again.revision());
        assertEquals(HealthStatus.OK, again.check().status());
        assertTrue(
                again.check().message().contains("revision 3 with 1 keys"),
                again.check().message());
    }

    @Test
    void manyLeapsByAKeyOfRoleIdentityAreStillReadAtTheNextStart() {
        for (long revision = 1; revision <= 3; revision++) {
            byte[] next = document(OFFICE, 1 + revision * TrustRules.LONGEST_LEAP, OFFICE_KEY);
            assertEquals(Outcome.REPLACED, trust.replace(next).outcome());
        }
        assertEquals(1 + 3 * TrustRules.LONGEST_LEAP, open().revision());
    }

    @Test
    void onlyTheRootKeyChangesAKeyOfRoleIdentity() {
        TrustedKey second = key(NEWCOMER, "second office", Role.IDENTITY);
        refused(document(OFFICE, 2, OFFICE_KEY, second), "added 'second office'");
        refused(document(OFFICE, 2, OPERATIONS_KEY), "removed 'key office'");
        refused(document(OFFICE, 2, key(OFFICE, "renamed", Role.IDENTITY)), "changed 'key office'");
        refused(document(OFFICE, 2, key(OFFICE, "key office", Role.IDENTITY, Role.CONFIG)), "changed 'key office'");
        refused(document(OFFICE, 2, key(OFFICE, "key office", Role.CONFIG)), "removed 'key office'");
        refused(
                document(OFFICE, 2, OFFICE_KEY, key(OPERATIONS, "operations", Role.CONFIG, Role.IDENTITY)),
                "added 'operations'");

        assertEquals(Outcome.REPLACED, trust.replace(document(ROOT, 2, second)).outcome());
        assertEquals(Outcome.REFUSED, trust.replace(document(OFFICE, 3, second)).outcome());
        assertEquals(
                Outcome.REPLACED,
                trust.replace(document(NEWCOMER, 3, second, OPERATIONS_KEY)).outcome());
        assertEquals(3, open().revision());
    }

    @Test
    void noOtherKeyReplacesAnything() {
        refused(document(OPERATIONS, 2, OFFICE_KEY, OPERATIONS_KEY), "neither the root key nor a key of role identity");
        refused(document(NEWCOMER, 2, OFFICE_KEY), "neither the root key nor a key of role identity");
    }

    @Test
    void aStolenKeyOfRoleIdentityCannotTakeTheHighestRevisionThereIs() {
        refused(document(OFFICE, Long.MAX_VALUE, OFFICE_KEY), "leaps from revision 1");
        refused(document(OFFICE, 2 + TrustRules.LONGEST_LEAP, OFFICE_KEY), "leaps from revision 1");
        assertEquals(
                Outcome.REPLACED,
                trust.replace(document(ROOT, 20_261_121, OFFICE_KEY)).outcome());
    }

    @Test
    void theDocumentInForceIsKnownAndAnyOtherThatIsNotNewerIsOld() {
        byte[] third = document(ROOT, 3, OFFICE_KEY);
        assertEquals(Outcome.REPLACED, trust.replace(third).outcome());
        assertEquals(Outcome.KNOWN, trust.replace(third).outcome());
        assertEquals(
                Outcome.OLD,
                trust.replace(document(ROOT, 3, OFFICE_KEY, NEWCOMER_KEY)).outcome());
        assertEquals(Outcome.OLD, trust.replace(document(ROOT, 2, OFFICE_KEY)).outcome());
        assertEquals(Outcome.OLD, trust.replace(document(OFFICE, 1, OFFICE_KEY)).outcome());
        assertEquals(Outcome.KNOWN, open().replace(third).outcome());
    }

    @Test
    void whatIsNoTrustDocumentForThisPoleIsRefused() {
        refused(new byte[0], "refused");
        refused(new byte[] {1, 2, 3}, "refused");
        byte[] forged = document(ROOT, 2, OFFICE_KEY);
        forged[forged.length - 1] ^= 1;
        refused(forged, "signature");
        refused(sign(ROOT, DownlinkDocument.Type.CONFIG, AUDIENCE, body(2, OFFICE_KEY)), "type CONFIG");
        refused(
                sign(ROOT, DownlinkDocument.Type.TRUST, "smartpole/v1/dormagen/p-2/trust", body(2, OFFICE_KEY)),
                "this pole is " + AUDIENCE);
    }

    @Test
    void keysThatMakeNoSenseAreRefusedEvenByTheRootKey() {
        refused(document(ROOT, 2, OFFICE_KEY, OFFICE_KEY), "named twice");
        refused(document(ROOT, 2, OFFICE_KEY, key(OFFICE, "another name", Role.CONFIG)), "named twice");
        refused(document(ROOT, 2, key(OPERATIONS, "operations")), "has no role");
        refused(document(ROOT, 2, key(ROOT, "root", Role.CONFIG)), "is the root key");
        refused(document(ROOT, 2, key(OPERATIONS, " ", Role.CONFIG)), "1 to 64 characters");
        refused(document(ROOT, 2, key(OPERATIONS, "x".repeat(65), Role.CONFIG)), "1 to 64 characters");
        refused(document(ROOT, 2, key(OPERATIONS, "bell\u0007", Role.CONFIG)), "1 to 64 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"revision\":2}",
                "{\"revision\":\"2\",\"keys\":[]}",
                "{\"revision\":1e999999999,\"keys\":[]}",
                "{\"revision\":99999999999999999999,\"keys\":[]}",
                "{\"revision\":0,\"keys\":[]}",
                "{\"revision\":2,\"keys\":{}}",
                "{\"revision\":2,\"keys\":[{}]}",
                "{\"revision\":2,\"keys\":[7]}",
                "{\"revision\":2,\"keys\":[{\"name\":\"x\",\"publicKey\":\"zz\",\"roles\":[\"config\"]}]}",
                "{\"revision\":2,\"keys\":[{\"name\":\"x\",\"publicKey\":\"00\",\"roles\":[\"root\"]}]}",
                "{\"revision\":2,\"keys\":[{\"name\":\"x\",\"publicKey\":\"00\",\"roles\":\"config\"}]}",
                "{\"revision\":2,\"keys\":[{\"name\":[],\"publicKey\":\"00\",\"roles\":[\"config\"]}]}"
            })
    void aBodyThatIsNoTrustSetIsRefused(String body) throws Exception {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(body);
        refused(sign(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE, json), "refused");
    }

    @Test
    void moreThanSixtyFourKeysAreRefused() {
        ObjectNode body = body(2, OFFICE_KEY);
        ArrayNode keys = (ArrayNode) body.path("keys");
        while (keys.size() < 65) {
            keys.add(keys.get(0).deepCopy());
        }
        refused(sign(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE, body), "at most 64");
    }

    @Test
    void anUnclaimedPoleReplacesNothing() {
        Trust unclaimed = new Trust(POLE, folder.resolve("new"), DataFolder::replace);
        assertEquals(
                Outcome.REFUSED,
                unclaimed.replace(document(ROOT, 2, OFFICE_KEY)).outcome());
        assertFalse(unclaimed.claimed());
    }

    @Test
    void theRootKeyMayTrustNobodyAndLaterSomebodyAgain() {
        assertEquals(Outcome.REPLACED, trust.replace(document(ROOT, 2)).outcome());
        assertTrue(open().find(OFFICE_KEY.id()).isEmpty());
        assertEquals(
                Outcome.REPLACED, open().replace(document(ROOT, 3, OFFICE_KEY)).outcome());
    }

    /** Every write fails once, before or after it took place; whatever is on disk then holds one whole set. */
    @ParameterizedTest
    @CsvSource({
        "OFFICE, 0, false, 1",
        "OFFICE, 0, true, 1",
        "OFFICE, 1, false, 1",
        "OFFICE, 1, true, 2",
        "ROOT, 0, false, 1",
        "ROOT, 0, true, 2"
    })
    void aPowerCutAtAnyWriteLeavesTheOldSetOrTheNewOne(String signer, int at, boolean written, long found) {
        byte[] next = document(signer.equals("ROOT") ? ROOT : OFFICE, 2, OFFICE_KEY, NEWCOMER_KEY);
        Trust cut = new Trust(POLE, folder, failing(at, written));
        Update update = cut.replace(next);

        assertEquals(Outcome.FAILED, update.outcome());
        assertEquals(1, cut.revision(), "what is not surely on disk is not in force");
        assertTrue(cut.find(OPERATIONS_KEY.id()).isPresent());
        Trust restarted = open();
        assertEquals(
                HealthStatus.OK, restarted.check().status(), restarted.check().message());
        assertEquals(found, restarted.revision());
        Outcome again = restarted.replace(next).outcome();
        assertEquals(found == 2 ? Outcome.KNOWN : Outcome.REPLACED, again);
        assertEquals(2, open().revision());
    }

    @Test
    void aSetThatTheRootKeySignedAfterAnotherIsReadWithoutTheFormerRootDocument() throws Exception {
        trust.replace(document(OFFICE, 2, OFFICE_KEY));
        trust.replace(document(ROOT, 3, OFFICE_KEY, NEWCOMER_KEY));
        Files.write(folder.resolve("trust-root.cose"), new byte[] {1});
        assertEquals(3, open().revision());
        assertEquals(
                Outcome.REPLACED,
                open().replace(document(OFFICE, 4, OFFICE_KEY)).outcome());
        assertEquals(4, open().revision());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust.cose", "trust-root.cose"})
    void aFileSpoiledOnDiskMakesHealthCriticalUntilTheRootKeySignsAnew(String name) throws Exception {
        trust.replace(document(OFFICE, 2, OFFICE_KEY));
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        Trust spoiled = open();
        assertEquals(HealthStatus.CRITICAL, spoiled.check().status());
        assertEquals(0, spoiled.revision());
        assertTrue(spoiled.find(OFFICE_KEY.id()).isEmpty());
        assertEquals(
                Outcome.REFUSED,
                spoiled.replace(document(OFFICE, 3, OFFICE_KEY)).outcome());
        assertEquals(
                Outcome.REPLACED, spoiled.replace(document(ROOT, 3, OFFICE_KEY)).outcome());
        assertEquals(HealthStatus.OK, spoiled.check().status());
        assertEquals(3, open().revision());
    }

    @Test
    void aSetOnDiskThatAKeyOfRoleIdentityCouldNotHaveSignedIsNotUsed() throws Exception {
        trust.replace(document(OFFICE, 2, OFFICE_KEY));
        Files.write(folder.resolve("trust.cose"), document(OFFICE, 3, OFFICE_KEY, key(NEWCOMER, "x", Role.IDENTITY)));
        assertEquals(HealthStatus.CRITICAL, open().check().status());
        Files.write(folder.resolve("trust.cose"), document(OPERATIONS, 3, OFFICE_KEY));
        assertEquals(HealthStatus.CRITICAL, open().check().status());
    }

    private void refused(byte[] document, String why) {
        Update update = trust.replace(document);
        assertEquals(Outcome.REFUSED, update.outcome(), update.message());
        assertTrue(update.message().contains(why), update.message());
        assertEquals(1, trust.revision());
        assertEquals(1, open().revision());
    }

    private Trust open() {
        return new Trust(POLE, folder, DataFolder::replace);
    }

    private static Trust.Disk failing(int at, boolean written) {
        int[] writes = new int[1];
        return (file, content) -> {
            boolean cut = writes[0]++ == at;
            if (!cut || written) {
                DataFolder.replace(file, content);
            }
            if (cut) {
                throw new IOException("the power is gone");
            }
        };
    }

    private static byte[] document(KeyPair signer, long revision, TrustedKey... keys) {
        return sign(signer, DownlinkDocument.Type.TRUST, AUDIENCE, body(revision, keys));
    }

    private static ObjectNode body(long revision, TrustedKey... keys) {
        return new TrustDocument(revision, List.of(keys)).toJson();
    }

    private static byte[] sign(KeyPair signer, DownlinkDocument.Type type, String audience, ObjectNode body) {
        return DownlinkDocument.sign(
                type,
                audience,
                "t-1",
                ISSUED,
                ISSUED.plusSeconds(60),
                null,
                body,
                KeyId.ofKey(id(signer)),
                message -> Signatures.sign(signer.getPrivate(), message));
    }

    private static byte[] id(KeyPair pair) {
        return pair.getPublic().getEncoded();
    }

    private static TrustedKey key(KeyPair pair, String name, Role... roles) {
        return new TrustedKey(KeyId.ofKey(id(pair)), id(pair), name, Set.of(roles));
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
