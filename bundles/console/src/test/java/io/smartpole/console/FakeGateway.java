package io.smartpole.console;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway in which all is there and well. */
final class FakeGateway {

    static final PoleView.Versions VERSIONS = new PoleView.Versions("0.1.0", "felix 7.0.5", "17.0.15", "Linux 6.1");
    static final String NONCE = "nonce-of-this-boot";

    private FakeGateway() {}

    static Gateway make(FakeTime time) {
        return make(time, new ReadingMemory());
    }

    static Gateway make(FakeTime time, ReadingMemory memory) {
        Gateway gateway = new Gateway(time, memory, VERSIONS);
        Place place = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
        gateway.pole = () -> new PoleIdentity("dormagen", "p-0001", "S-12", "3", "L1", place);
        gateway.key = new Key();
        gateway.profile = new HardwareProfile(
                "city-basic",
                "City pole",
                "raspberry-pi-4",
                HardwareProfile.Supply.NIGHT_SWITCHED,
                List.of(new HardwareProfile.Sensor("bme280", "bme280", 1, 0x76, Duration.ofSeconds(10))),
                List.of(),
                new HardwareProfile.LampWiring(
                        new HardwareProfile.LampDriver.Pwm(0, 0, 1000, false),
                        new HardwareProfile.LampType(62, 3000),
                        "full"));
        gateway.lighting = new Light();
        gateway.evidence = new Log();
        gateway.outbox = new Link();
        HealthReport.Check check = new HealthReport.Check(
                "uplink", HealthResult.warn("away for 40 s", "wait"), Instant.parse("2026-11-01T11:59:20Z"), null);
        gateway.health =
                () -> new HealthReport(HealthStatus.WARN, Instant.parse("2026-11-01T12:00:00Z"), List.of(check), null);
        return gateway;
    }

    static byte[] publicKeyOf(Gateway gateway) {
        return Objects.requireNonNull(gateway.key).publicKey();
    }

    static final class Light implements Lighting {

        final List<LightRequest> requests = new ArrayList<>();
        LightResult result = new LightResult(LightResult.Outcome.ACCEPTED, "so be it");

        @Nullable
        LightLevel output = LightLevel.percent(48);

        @Override
        public LightResult request(LightRequest request) {
            requests.add(request);
            return result;
        }

        @Override
        public LightStatus status() {
            Instant until = Instant.parse("2027-11-02T05:00:00Z");
            Map<String, String> inputs = new LinkedHashMap<>();
            inputs.put("clock", "trusted, 21:00:00");
            inputs.put("calendar", "program standard");
            return new LightStatus(
                    new LightDecision(
                            LightLevel.percent(50),
                            LightRule.PROGRAM,
                            until,
                            new LightDecision.Verdict(LightRule.ASTRONOMICAL, LightLevel.FULL, "it is night"),
                            List.of(
                                    new LightDecision.Verdict(LightRule.EMERGENCY, null, "nobody asked"),
                                    new LightDecision.Verdict(LightRule.PROGRAM, LightLevel.percent(50), "since 22:00"),
                                    new LightDecision.Verdict(LightRule.PHOTOCELL, null, "there is none"),
                                    new LightDecision.Verdict(LightRule.ASTRONOMICAL, LightLevel.FULL, "it is night"))),
                    output,
                    LightLevel.percent(33.333),
                    null,
                    null,
                    new LightStatus.InForce(LightLevel.percent(20), null),
                    inputs,
                    new Series("lamp", "power", Unit.WATT)
                            .reading(Value.of(31.04), new Moment(until, true, Duration.ZERO)),
                    new LampFigures(1234.56, 34.5, 19.94, 7, 469.1),
                    List.of(new LampAlarm("dimmingFailure", "3 of 5 samples above 40 W", until)),
                    null,
                    "the program has a gap");
        }

        @Override
        public List<PlanPoint> curve(Instant from, Instant to) {
            if (!to.isAfter(from) || Duration.between(from, to).compareTo(LONGEST_CURVE) > 0) {
                throw new IllegalArgumentException("no such stretch");
            }
            return List.of(
                    new PlanPoint(from, LightLevel.OFF, LightRule.ASTRONOMICAL, "it is day"),
                    new PlanPoint(to.minusSeconds(3600), LightLevel.FULL, LightRule.PROGRAM, "from 12:00"));
        }
    }

    private static final class Link implements Outbox {

        @Override
        public boolean publish(String topic, byte[] payload, int qos, boolean retain) {
            throw new AssertionError("the console only shows");
        }

        @Override
        public boolean reply(String endpoint, String topic, byte[] payload) {
            throw new AssertionError("the console only shows");
        }

        @Override
        public int retrySetAside() {
            throw new AssertionError("the console only shows");
        }

        @Override
        public LinkStatus status() {
            return new LinkStatus(
                    true,
                    "cloud1 tcp://127.0.0.1:1883",
                    NONCE,
                    null,
                    new LinkFigures(2, 1, 17, 2048, 65536, Duration.ofMillis(3900), 4),
                    List.of(
                            new EndpointStatus("cloud1", "tcp://127.0.0.1:1883", true, "online", null),
                            new EndpointStatus(
                                    "local1",
                                    "ssl://cabinet:8883",
                                    false,
                                    "waiting before the next attempt",
                                    "the certificate expired")));
        }
    }

    private static final class Log implements EvidenceLog {

        @Override
        public long reopened(Lane lane) {
            return 0;
        }

        @Override
        public Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
            throw new AssertionError("the console only shows");
        }

        @Override
        public ReceiptOutcome receipt(BatchId id) {
            throw new AssertionError("the console only shows");
        }

        @Override
        public Fate fate(BatchId id) {
            throw new AssertionError("the console only shows");
        }

        @Override
        public Backlog backlog() {
            return new Backlog(3, 4096, null, 100, 1);
        }
    }

    private static final class Key implements EvidenceKey {

        private final byte[] spki;

        Key() {
            try {
                spki = KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public KeyId id() {
            return KeyId.ofKey(spki);
        }

        @Override
        public byte[] publicKey() {
            return spki.clone();
        }

        @Override
        public int algorithm() {
            return -19;
        }

        @Override
        public byte[] sign(byte[] message) {
            throw new AssertionError("the console only shows");
        }
    }
}
