package io.smartpole.hardware.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Input.Kind;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeBoard.Line;
import io.smartpole.hardware.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputWatchTest {

    private static final Input DOOR = new Input("door", Input.Kind.DOOR, 17, false);
    private static final Input PRESENCE = new Input("presence", Input.Kind.PRESENCE, 27, false);

    private final FakeBoard board = new FakeBoard();
    private final TestTime time = new TestTime();
    private final List<Reading> readings = new ArrayList<>();
    private final ReadingHub hub = new ReadingHub();

    InputWatchTest() {
        hub.addListener(readings::add);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void tellsThePresentStateOnceAtStart() {
        board.levels.put(17, DigitalState.HIGH);
        run(watch(DOOR), 5);
        assertEquals(List.of("door/open true"), said());
    }

    @Test
    void anOpenedAndClosedDoorIsAnAlarmAtOnce() {
        InputWatch watch = watch(DOOR);
        watch.tick();
        line(17).change(DigitalState.HIGH);
        line(17).change(DigitalState.LOW);
        assertEquals(List.of("door/open false", "door/open true", "door/open false"), said());
        assertEquals(
                List.of(Lane.ALARM),
                readings.stream().map(Reading::lane).distinct().toList());
    }

    @Test
    void presenceIsAMeasurement() {
        InputWatch watch = watch(PRESENCE);
        watch.tick();
        line(27).change(DigitalState.HIGH);
        assertEquals(List.of("presence/detected false", "presence/detected true"), said());
        assertEquals(
                List.of(Lane.MEASUREMENT),
                readings.stream().map(Reading::lane).distinct().toList());
    }

    @Test
    void keySwitchHalfNightAndMainsTellWhetherTheyAreActive() {
        for (Kind kind : List.of(Kind.EMERGENCY, Kind.HALF_NIGHT, Kind.MAINS)) {
            readings.clear();
            InputWatch watch = watch(new Input("contact", kind, 22, true));
            watch.tick();
            line(22).change(DigitalState.HIGH);
            watch.close();
            assertEquals(List.of("contact/active true", "contact/active false"), said());
            Lane lane = kind == Kind.HALF_NIGHT ? Lane.MEASUREMENT : Lane.ALARM;
            assertEquals(
                    List.of(lane),
                    readings.stream().map(Reading::lane).distinct().toList(),
                    kind.toString());
        }
    }

    @Test
    void aLineThatIsActiveLowIsReadTheOtherWayRound() {
        watch(new Input("door", Input.Kind.DOOR, 17, true)).tick();
        line(17).change(DigitalState.HIGH);
        assertEquals(List.of("door/open true", "door/open false"), said());
    }

    @Test
    void tellsNothingWhenTheStateIsTheSame() {
        InputWatch watch = watch(DOOR);
        watch.tick();
        line(17).change(DigitalState.HIGH);
        line(17).tell(DigitalState.HIGH);
        line(17).tell(DigitalState.UNKNOWN);
        run(watch, 3);
        assertEquals(List.of("door/open false", "door/open true"), said());
    }

    @Test
    void findsAChangeWhoseEdgeWasLostWithTheSecondLook() {
        InputWatch watch = watch(DOOR);
        run(watch, 2);
        line(17).changeUnnoticed(DigitalState.HIGH);
        watch.tick();
        assertEquals(1, readings.size(), "one look may have met a bouncing contact");
        watch.tick();
        assertEquals(List.of("door/open false", "door/open true"), said());
    }

    @Test
    void opensALineThatWasBusyWhenItIsFree() {
        board.busyLines.add(17);
        InputWatch watch = watch(DOOR);
        watch.tick();
        assertNotNull(watch.trouble());
        board.busyLines.clear();
        run(watch, 3);
        assertNull(watch.trouble());
        assertEquals(List.of("door/open false"), said());
    }

    @Test
    void aListenerThatComesLaterIsToldThePresentState() {
        board.levels.put(17, DigitalState.HIGH);
        watch(DOOR).tick();
        List<Reading> late = new ArrayList<>();
        hub.addListener(late::add);
        assertEquals(readings, late);
    }

    @Test
    void debouncesAndPullsUpTheContactToGround() {
        watch(DOOR).tick();
        assertEquals(50_000, line(17).config().debounce());
        assertEquals(PullResistance.PULL_UP, line(17).config().pull());
        watch(PRESENCE).tick();
        assertEquals(PullResistance.PULL_DOWN, line(27).config().pull());
    }

    @Test
    void letsGoOfItsLineWhenItCloses() {
        InputWatch first = watch(DOOR);
        first.tick();
        first.close();
        InputWatch second = watch(DOOR);
        second.tick();
        assertNull(second.trouble());
    }

    private InputWatch watch(Input input) {
        return new InputWatch(input, board.context, time, hub);
    }

    private Line line(int gpio) {
        return Objects.requireNonNull(board.lines.get(gpio));
    }

    private void run(InputWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.tick();
            time.pass(Duration.ofSeconds(1));
        }
    }

    private List<String> said() {
        return readings.stream()
                .map(r -> r.series().name() + " " + ((Value.Flag) r.value()).set())
                .toList();
    }
}
