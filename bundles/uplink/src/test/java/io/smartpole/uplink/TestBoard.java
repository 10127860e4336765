package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.link.Inbound;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.Failover.Course;
import io.smartpole.uplink.Settings.Acknowledge;
import io.smartpole.uplink.Situation.Member;
import io.smartpole.uplink.drain.Budget;
import io.smartpole.uplink.drain.FakeLog;
import io.smartpole.uplink.drain.Suspects;
import io.smartpole.uplink.drain.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A switchboard in the hands of a test, which plays time, pole and brokers. */
final class TestBoard {

    static final Topics TOPICS = new Topics("dormagen", "p-1");
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final Duration RETURN_AFTER = Duration.ofSeconds(60);

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    final List<FakeConnection> connections = new ArrayList<>();
    final List<Inbound> listeners = new ArrayList<>(List.of(message -> {}));
    final FakeLog log = new FakeLog();
    final Telemetry telemetry = new Telemetry();
    final Arrivals arrivals = new Arrivals(() -> listeners);
    final Counters counters = new Counters();
    final Switchboard board;
    PoleIdentity identity = pole("p-1");

    @Nullable
    HardwareProfile profile = TestProfile.of(Supply.PERMANENT);

    Optional<PreviousEnd> before = Optional.of(PreviousEnd.AFTER_CLEAN_STOP);
    boolean trusted = true;
    Duration sinceBoot = Duration.ofSeconds(5);
    int wakes;

    /** @param folder for what is set aside */
    TestBoard(Path folder) {
        this(folder, new Random() {
            @Override
            public long nextLong(long bound) {
                return bound - 1; // always the ceiling
            }
        });
    }

    TestBoard(Path folder, Random random) {
        Link.Surroundings around = new Link.Surroundings(
                (target, lastWill) -> {
                    FakeConnection connection = new FakeConnection(target, lastWill);
                    connections.add(connection);
                    return connection;
                },
                random,
                new Presence("00ff", "c0de", "0.1.0", "Java 17", () -> profile, () -> before),
                arrivals,
                counters,
                () -> sinceBoot,
                () -> wakes++);
        board = new Switchboard(
                around, () -> identity, log, telemetry, new Budget(() -> 0), new Suspects(folder, log), now());
    }

    static Endpoint endpoint(String name, String uri) {
        return Endpoint.of(name, 10 * (1 + Settings.SLOTS.indexOf(name)), uri, "", "", "", 60);
    }

    static Settings settings(Endpoint... endpoints) {
        return settings(Acknowledge.PLATFORM, endpoints);
    }

    static Settings settings(Acknowledge acknowledge, Endpoint... endpoints) {
        return new Settings(List.of(endpoints), null, acknowledge, PATIENCE, RETURN_AFTER, 0, 0);
    }

    static PoleIdentity pole(String number) {
        return new PoleIdentity("dormagen", number, "", "", "", null);
    }

    static PoleIdentity pole(List<String> groups, List<String> zones) {
        return new PoleIdentity("dormagen", "p-1", "", "", "", null, groups, zones);
    }

    static Reading reading(double celsius) {
        return new Series("bme280", "temperature", Unit.CELSIUS)
                .reading(Value.of(celsius), new Moment(Instant.EPOCH, false, Duration.ZERO));
    }

    Moment now() {
        return new Moment(START.plus(sinceBoot), trusted, sinceBoot);
    }

    /** As when something else has changed. */
    Duration step() {
        board.lookAgain();
        return stepAlone();
    }

    private Duration stepAlone() {
        Duration sleep = board.step(now());
        connections.forEach(FakeConnection::acknowledgeLaterBirths);
        return sleep;
    }

    void after(Duration time) {
        sinceBoot = sinceBoot.plus(time);
        stepAlone();
    }

    /** Lets time pass second by second, as on a pole. */
    void pass(Duration time) {
        Duration end = sinceBoot.plus(time);
        while (sinceBoot.compareTo(end) < 0) {
            Duration left = end.minus(sinceBoot);
            after(left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1));
        }
    }

    /** @return the newest connection */
    FakeConnection connection() {
        return connections.get(connections.size() - 1);
    }

    /** @return the newest connection to that endpoint */
    FakeConnection connection(String name) {
        return connections.stream()
                .filter(connection -> connection.target.endpoint().name().equals(name))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("never connected to " + name));
    }

    long connects(String name) {
        return connections.stream()
                .filter(connection -> connection.target.endpoint().name().equals(name))
                .count();
    }

    /** From CONNECTING to ONLINE. */
    void finish(FakeConnection connection) {
        connection.listener().opened();
        step();
        connection.grant(
                connection.subscribed.stream().mapToInt(Subscription::qos).toArray());
        step();
        connection.last().delivered().run();
        step();
    }

    /** Brings the newest connection to that endpoint up. */
    void up(String name) {
        finish(connection(name));
        assertEquals(LinkState.ONLINE, standing(name).state());
    }

    void lose(String name, Throwable cause) {
        connection(name).listener().lost(cause);
        step();
    }

    Standing standing(String name) {
        return member(name).standing();
    }

    private Member member(String name) {
        return board.situation().members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such endpoint: " + name));
    }

    void assertCourse(Course course, @Nullable String active) {
        assertEquals(course, board.situation().course());
        assertEquals(active, board.situation().active());
    }

    void assertHeld(String... names) {
        assertEquals(
                List.of(names),
                board.situation().members().stream()
                        .filter(Member::held)
                        .map(Member::name)
                        .toList());
    }

    void assertProblem(String name, String expected) {
        Problem problem = standing(name).problem();
        assertNotNull(problem);
        assertTrue(problem.what().contains(expected), problem.what());
    }
}
