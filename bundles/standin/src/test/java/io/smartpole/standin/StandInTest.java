package io.smartpole.standin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.PoleClaim;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.standin.Fakes.PoleKey;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

class StandInTest {

    @TempDir
    private Path folder;

    private final PoleKey poleKey = new PoleKey();
    private final PoleKey formerKey = new PoleKey();
    private final PoleClaim claim = mock(PoleClaim.class);
    private final TrustSet trust = mock(TrustSet.class);
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private volatile PoleIdentity identity = new PoleIdentity("dormagen", "p-1", "", "", "", null);
    private StandIn standIn;

    @BeforeEach
    void create() {
        when(trust.find(any())).thenAnswer(call -> Optional.of(trusted()));
        standIn = new StandIn(() -> identity, claim, trust, Fakes.keys(poleKey, formerKey), Fakes.TIME, folder, worker);
    }

    @AfterEach
    void stop() throws InterruptedException {
        standIn.deactivate();
        assertTrue(worker.isTerminated());
    }

    @Test
    void aNewPoleIsClaimedWithATrustDocumentOfTheRootKey() throws Exception {
        activate(0);

        ArgumentCaptor<byte[]> root = ArgumentCaptor.forClass(byte[].class);
        ArgumentCaptor<byte[]> document = ArgumentCaptor.forClass(byte[].class);
        verify(claim).claim(root.capture(), document.capture());
        PlatformKey rootKey = key("root.pem");
        PlatformKey platformKey = key("platform.pem");
        assertArrayEquals(rootKey.publicKey(), root.getValue());
        DownlinkDocument signed = DownlinkDocument.decode(document.getValue());
        signed.verify(rootKey.publicKey());
        assertEquals(DownlinkDocument.Type.TRUST, signed.type());
        assertEquals("smartpole/v1/dormagen/p-1/trust", signed.audience());
        assertEquals(rootKey.id(), signed.key());
        assertEquals(Fakes.NOW.instant(), signed.issued());
        assertEquals(3652, Duration.between(signed.issued(), signed.expires()).toDays());
        TrustDocument trusted = TrustDocument.fromJson(signed.body());
        assertEquals(1, trusted.revision());
        assertEquals(1, trusted.keys().size());
        assertEquals(platformKey.id(), trusted.keys().get(0).id());
        assertEquals(
                EnumSet.of(Role.LIGHTING, Role.CONFIG, Role.RECEIPT, Role.IDENTITY),
                trusted.keys().get(0).roles());
        assertEquals(HealthStatus.OK, standIn.check().status());
    }

    @Test
    void theKeysAreForTheirOwnerOnlyAndStayTheSame() throws Exception {
        activate(0);
        for (String name : new String[] {"root.pem", "platform.pem"}) {
            Path file = folder.resolve(name);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            String before = Files.readString(file);
            DemoKeys.loadOrCreate(folder);
            assertEquals(before, Files.readString(file));
        }
    }

    @Test
    void aClaimedPoleIsNotClaimedAgain() throws Exception {
        when(claim.claimed()).thenReturn(true);
        activate(0);
        verify(claim, never()).claim(any(), any());
    }

    @Test
    void aPoleThatTrustsOtherKeysShowsInHealth() throws Exception {
        when(claim.claimed()).thenReturn(true);
        when(trust.find(any())).thenReturn(Optional.empty());
        activate(0);
        assertCritical("claimed with other keys");
    }

    @Test
    void aClaimThatIsRefusedShowsInHealth() throws Exception {
        doThrow(new IllegalArgumentException("not for this pole")).when(claim).claim(any(), any());
        activate(0);
        assertCritical("not for this pole");
    }

    @Test
    void aPoleThatIsNamedWhileItIsClaimedIsClaimedUnderItsNewName() throws Exception {
        doAnswer(call -> {
                    identity = new PoleIdentity("dormagen", "p-2", "", "", "", null);
                    throw new IllegalArgumentException("meant for p-1");
                })
                .doNothing()
                .when(claim)
                .claim(any(), any());
        activate(0);
        ArgumentCaptor<byte[]> document = ArgumentCaptor.forClass(byte[].class);
        verify(claim, times(2)).claim(any(), document.capture());
        assertEquals(
                "smartpole/v1/dormagen/p-2/trust",
                DownlinkDocument.decode(document.getValue()).audience());
        assertEquals(HealthStatus.OK, standIn.check().status());
    }

    @Test
    void anUnreadableKeyIsNeverReplaced() throws Exception {
        Files.writeString(folder.resolve("root.pem"), "damaged");
        activate(0);
        assertCritical("root.pem holds no usable key");
        assertEquals("damaged", Files.readString(folder.resolve("root.pem")));
        verify(claim, never()).claim(any(), any());
    }

    @Test
    void aTakenPortShowsInHealthAndAFreeOneMendsIt() throws Exception {
        try (ServerSocket other = Ports.taken()) {
            activate(other.getLocalPort());
            assertCritical("127.0.0.1:" + other.getLocalPort());
        }
        modify(0);
        assertEquals(HealthStatus.OK, standIn.check().status());
    }

    @Test
    void aBrokerThatBreaksInsideIsStartedAgainOnTheSamePort() throws Exception {
        int port = Ports.free();
        activate(port);
        try (Client before = new Client(port)) {
            standIn.startAgain(new IllegalStateException("a session thread ended"));
            worker.submit(() -> {}).get(10, TimeUnit.SECONDS);
            assertFalse(before.mqtt.isConnected());
        }
        try (Client after = new Client(port)) {
            assertTrue(after.mqtt.isConnected());
        }
        assertEquals(HealthStatus.OK, standIn.check().status());
    }

    @Test
    void evidenceIsReceiptedAndAnImpossiblePortLeavesTheBrokerAsItIs() throws Exception {
        int port = Ports.free();
        activate(port);
        modify(port);
        modify(70_000);
        assertEquals(HealthStatus.WARN, standIn.check().status());
        assertTrue(standIn.check().message().contains("port is 70000"));

        try (Client pole = new Client(port)) {
            pole.subscribe(Fakes.POLE.receipt());
            EvidenceBatch batch = poleKey.batch(1, BatchHeader.NO_PREVIOUS);
            pole.publish(Fakes.POLE.evidence(), batch.message().encode(), false);

            DownlinkDocument receipt = DownlinkDocument.decode(pole.next().getPayload());
            receipt.verify(key("platform.pem").publicKey());
            assertEquals(batch.id(), Receipt.fromJson(receipt.body()).batch());
        }
        assertEquals(1, Files.readAllLines(folder.resolve("received.jsonl")).size());
        modify(port);
        assertEquals(
                HealthResult.ok("broker on 127.0.0.1:" + port + ", 1 batches verified and stored"), standIn.check());
    }

    @Test
    void aPortThatIsNoNumberLeavesTheBrokerAsItIs() throws Exception {
        int port = Ports.free();
        activate(port);
        StandIn.Config nonsense = mock(StandIn.Config.class);
        when(nonsense.port()).thenThrow(new IllegalStateException("For input string: \"abc\""));
        standIn.modified(nonsense);
        assertEquals(
                HealthResult.warn(
                        "smartpole.standin: port is no whole number, but must be 0 to 65535",
                        "set port to a number from 0 to 65535"),
                standIn.check());
        try (Client pole = new Client(port)) {
            assertTrue(pole.mqtt.isConnected());
        }
    }

    @Test
    void batchesOfAKeyBeforeAndOfOneThatIsNamedNextAreReceipted() throws Exception {
        int port = Ports.free();
        activate(port);
        PoleKey nextKey = new PoleKey();
        EvidenceBatch last = poleKey.handOver(1, BatchHeader.NO_PREVIOUS, nextKey);
        try (Client pole = new Client(port)) {
            pole.subscribe(Fakes.POLE.receipt());
            pole.publish(
                    Fakes.POLE.evidence(),
                    nextKey.batch(1, last.id().hash()).message().encode(),
                    false);
            List<EvidenceBatch> expected = List.of(
                    formerKey.batch(7, BatchHeader.NO_PREVIOUS),
                    last,
                    nextKey.batch(1, last.id().hash()));
            for (EvidenceBatch batch : expected) {
                pole.publish(Fakes.POLE.evidence(), batch.message().encode(), false);
                DownlinkDocument receipt = DownlinkDocument.decode(pole.next().getPayload());
                assertEquals(batch.id(), Receipt.fromJson(receipt.body()).batch());
            }
        }
        assertEquals(3, Files.readAllLines(folder.resolve("received.jsonl")).size(), "unknown keys are not believed");
    }

    private TrustedKey trusted() {
        return new TrustedKey(poleKey.id(), poleKey.publicKey(), "any key will do", EnumSet.of(Role.RECEIPT));
    }

    private void activate(int port) throws Exception {
        standIn.activate(config(port));
        settle();
    }

    private void modify(int port) throws Exception {
        standIn.modified(config(port));
        settle();
    }

    /** What was asked of the worker before is done afterwards. */
    private void settle() throws Exception {
        worker.submit(() -> {}).get(30, TimeUnit.SECONDS);
    }

    private void assertCritical(String part) {
        HealthResult result = standIn.check();
        assertEquals(HealthStatus.CRITICAL, result.status());
        assertTrue(result.message().contains(part), result::message);
    }

    private PlatformKey key(String name) throws Exception {
        return PlatformKey.fromPem(Files.readString(folder.resolve(name)));
    }

    private static StandIn.Config config(int port) {
        StandIn.Config config = mock(StandIn.Config.class);
        when(config.port()).thenReturn(port);
        return config;
    }
}
