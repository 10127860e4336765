package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.drain.FakeLog;
import io.smartpole.uplink.socket.Traffic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.kura.crypto.CryptoService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell with its thread; a broker that answers at once. */
class UplinkTest {

    private static final String URI = "tcp://127.0.0.1:1883";
    private static final long PATIENCE_S = 10;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final FakeLog log = new FakeLog();
    private final TimeSource time = new TimeSource() {
        @Override
        public BootId boot() {
            return new BootId("b".repeat(32));
        }

        @Override
        public Moment now() {
            return new Moment(Instant.EPOCH, false, sinceBoot);
        }
    };

    @TempDir
    Path folder;

    private Uplink uplink;
    private volatile PoleIdentity identity = TestBoard.pole("p-1");
    private volatile boolean poleFails;
    private volatile boolean dialingFails;
    private volatile Duration sinceBoot = Duration.ofSeconds(1);

    private Uplink uplink() {
        return new Uplink(
                "0.1.0",
                folder,
                time,
                () -> {
                    if (poleFails) {
                        throw new IllegalStateException("a Pole that fails, as the test wants it");
                    }
                    return identity;
                },
                certified -> Optional.empty(),
                log,
                () -> Optional.of(PreviousEnd.AFTER_CLEAN_STOP),
                this::dial);
    }

    private Connection dial(Target target, byte[] lastWill, Traffic traffic) {
        heard.add("dial");
        if (dialingFails) {
            throw new OutOfMemoryError("unable to create native thread, as the test wants it");
        }
        return new WillingBroker(target);
    }

    @BeforeEach
    void listen() {
        uplink = uplink();
        uplink.inbound = List.of(message -> {});
        uplink.setProfile(TestProfile.of(Supply.PERMANENT));
    }

    @AfterEach
    void stop() {
        uplink.deactivate();
    }

    @Test
    void itComesOnlineSendsWhatIsCommittedAndSaysFarewell() throws InterruptedException {
        uplink.activate(TestConfig.withUri(URI));
        await("open cloud1 tcp://127.0.0.1:1883");
        await("\"nonce\":\"" + uplink.status().nonce() + "\"");
        log.commit(Lane.ALARM, 1);
        uplink.onCommitted(Lane.ALARM);
        await("smartpole/v1/dormagen/p-1/evidence");
        assertTrue(uplink.status().connected());
        assertEquals("cloud1 " + URI, uplink.status().endpoint());
        assertEquals(HealthStatus.OK, uplink.check().status());
        uplink.deactivate();
        await("\"reason\":\"stopped\"");
        await("disconnect");
        assertFalse(uplink.status().connected());
    }

    @Test
    void aReadingIsSentLive() throws InterruptedException {
        uplink.activate(TestConfig.withUri(URI));
        log.commit(Lane.ALARM, 1);
        await("smartpole/v1/dormagen/p-1/evidence"); // so it is online
        uplink.onReading(TestBoard.reading(21.5));
        await("smartpole/v1/dormagen/p-1/telemetry/bme280");
    }

    @Test
    void aServiceThatFailsForAWhileEndsNothing() throws InterruptedException {
        poleFails = true;
        uplink.activate(TestConfig.withUri(URI));
        uplink.onCommitted(Lane.ALARM);
        poleFails = false;
        await("open cloud1 " + URI);
    }

    @Test
    void anErrorEndsNothingEither() throws InterruptedException {
        dialingFails = true;
        uplink.activate(TestConfig.withUri(URI));
        await("dial");
        dialingFails = false;
        sinceBoot = sinceBoot.plusSeconds(2);
        uplink.onCommitted(Lane.ALARM);
        await("open cloud1 " + URI);
    }

    @Test
    void withoutABrokerItSaysSo() {
        uplink.activate(TestConfig.withUri(""));
        assertEquals("no broker is configured", uplink.status().problem());
        assertEquals(HealthStatus.WARN, uplink.check().status());
        assertFalse(uplink.publish("a/topic", new byte[1], 1, false));
    }

    @Test
    void withoutABrokerAPoleWithoutANameIsToldOfTheBroker() {
        identity = TestBoard.pole(PoleIdentity.UNNAMED);
        uplink.activate(TestConfig.withUri(""));
        assertEquals("no broker is configured", uplink.status().problem());
        assertTrue(uplink.check().message().contains("no broker is configured"));
    }

    @Test
    void aPoleThatIsNamedLaterConnectsWithoutARestart() throws InterruptedException {
        identity = TestBoard.pole(PoleIdentity.UNNAMED);
        uplink.activate(TestConfig.withUri(URI));
        awaitNoName();
        assertFalse(uplink.status().connected());
        assertFalse(uplink.publish("a/topic", new byte[1], 1, true));
        assertEquals(
                "set site and pole number in smartpole.identity", uplink.check().action());
        assertFalse(heard.contains("dial"));
        identity = TestBoard.pole("p-2");
        sinceBoot = sinceBoot.plusSeconds(1);
        await("open cloud1 " + URI); // nobody wakes the thread
        await("smartpole/v1/dormagen/p-2/state");
    }

    @Test
    void aBadConfigurationKeepsTheLastGoodOneUntilItIsCorrected() throws InterruptedException {
        uplink.activate(TestConfig.withUri(URI));
        log.commit(Lane.ALARM, 1);
        await("smartpole/v1/dormagen/p-1/evidence"); // so it is online
        uplink.configure(TestConfig.withUri("tcp://10.0.0.1:1883"));
        String problem = uplink.status().problem();
        assertNotNull(problem);
        assertTrue(problem.contains("must be ssl://"), problem);
        assertTrue(uplink.check().message().contains("The last good configuration stays in use; cloud1 " + URI));
        assertEquals("cloud1 " + URI, uplink.status().endpoint());
        uplink.configure(TestConfig.withUri(URI));
        assertFalse(uplink.check().message().contains("last good"));
        uplink.deactivate();
        assertEquals(0, heard.stream().filter(what -> what.startsWith("open")).count(), "not connected anew");
    }

    @Test
    void aRefusedConfigurationIsTriedAgainAfterAMinute() throws InterruptedException {
        UplinkConfig config = TestConfig.withUri("nonsense");
        uplink.activate(config);
        when(config.cloud1_uri()).thenReturn(URI); // as when a key can be read again
        sinceBoot = sinceBoot.plusSeconds(59);
        uplink.onCommitted(Lane.ALARM);
        sinceBoot = sinceBoot.plusSeconds(2);
        uplink.onCommitted(Lane.ALARM);
        await("open cloud1 " + URI);
    }

    @Test
    void aBadConfigurationFromTheStartDisturbsNothing() {
        uplink.activate(TestConfig.withUri("nonsense"));
        assertEquals(HealthStatus.WARN, uplink.check().status());
        assertTrue(uplink.check().message().contains("cloud1.uri must be"));
    }

    @Test
    void aPasswordIsDecryptedAsSoonAsKuraCan() throws InterruptedException {
        UplinkConfig config = TestConfig.withUri(URI);
        when(config.cloud1_user()).thenReturn("pole");
        when(config.cloud1_password()).thenReturn("terces");
        uplink.activate(config);
        await("password terces");
        CryptoService crypto = encrypted ->
                new StringBuilder(new String(encrypted)).reverse().toString().toCharArray();
        uplink.setCrypto(crypto);
        await("password secret");
        uplink.unsetCrypto(crypto);
        assertFalse(uplink.check().message().contains("as it stands"));
    }

    @Test
    void aPasswordThatKuraCannotDecryptIsUsedAsItStandsAndNamedButNotSaid() throws InterruptedException {
        uplink.setCrypto(encrypted -> {
            throw new IllegalArgumentException("no base64, as the test wants it: " + new String(encrypted));
        });
        UplinkConfig config = TestConfig.withUri(URI);
        when(config.cloud1_user()).thenReturn("pole");
        when(config.cloud1_password()).thenReturn("secret");
        uplink.activate(config);
        await("password secret");
        String message = uplink.check().message();
        assertTrue(message.contains("used as it stands: cloud1.password"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void theNonceIsRandomAndOf128Bits() {
        assertTrue(uplink.status().nonce().matches("[0-9a-f]{32}"));
        assertNotEquals(uplink.status().nonce(), uplink().status().nonce());
    }

    @Test
    void onlyQos0And1AreOffered() {
        assertThrows(IllegalArgumentException.class, () -> uplink.publish("a/topic", new byte[1], 2, false));
        assertThrows(IllegalArgumentException.class, () -> uplink.publish("a/topic", new byte[1], -1, false));
    }

    /** The thread has looked at the identity. */
    private void awaitNoName() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String problem;
        do {
            assertTrue(System.nanoTime() < end, "never said that it has no name");
            Thread.onSpinWait();
            problem = uplink.status().problem();
        } while (problem == null || !problem.contains("this pole has no name yet"));
    }

    private void await(String part) throws InterruptedException {
        String what;
        do {
            what = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertNotNull(what, () -> "never heard: " + part);
        } while (!what.contains(part));
    }

    private final class WillingBroker implements Connection {

        private final Target target;

        WillingBroker(Target target) {
            this.target = target;
        }

        @Override
        public void open(Listener listener) {
            heard.add("open " + target.endpoint().label());
            heard.add("password " + target.endpoint().password());
            listener.opened();
        }

        @Override
        public void subscribe(List<Subscription> subscriptions, Consumer<int[]> granted) {
            granted.accept(new int[] {1, 1, 1, 1});
        }

        @Override
        public void unsubscribe(String topic) {}

        @Override
        public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
            heard.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
            delivered.run();
            return true;
        }

        @Override
        public void disconnect(Runnable done) {
            heard.add("disconnect");
            done.run();
        }

        @Override
        public void abandon() {}
    }
}
