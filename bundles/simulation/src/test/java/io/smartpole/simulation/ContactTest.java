package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import io.smartpole.simulation.pi4j.SimulatedInputProvider;
import io.smartpole.simulation.world.Occasions;
import io.smartpole.simulation.world.Occasions.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContactTest {

    private static final Instant START = Instant.parse("2026-11-01T20:00:00Z");

    /** From 10 s to 20 s, 15 s to 25 s and 40 s to 45 s. */
    private static final Occasions THREE_PASSERS =
            (from, to) -> List.of(new Span(at(10), at(20)), new Span(at(15), at(25)), new Span(at(40), at(45)));

    private final List<DigitalState> events = new ArrayList<>();
    private final List<Context> boards = new ArrayList<>();

    @AfterEach
    void shutdown() {
        boards.forEach(Context::shutdown);
    }

    @Test
    void theLineFollowsLookByLook() {
        Contact contact = watched(false);
        for (int second = 1; second <= 60; second++) {
            contact.follow(at(second));
        }
        assertEquals(
                List.of(DigitalState.HIGH, DigitalState.LOW, DigitalState.HIGH, DigitalState.LOW),
                events,
                "two who overlap are one");
    }

    @Test
    void inAFastWorldEverybodyIsShownEvenBetweenTwoLooks() {
        Contact contact = watched(false);
        contact.follow(at(60));
        assertEquals(List.of(DigitalState.HIGH, DigitalState.LOW, DigitalState.HIGH, DigitalState.LOW), events);
    }

    @Test
    void anActiveLowContactPullsItsLineToGround() {
        Contact contact = watched(true);
        contact.follow(at(12));
        contact.follow(at(30));
        assertEquals(List.of(DigitalState.LOW, DigitalState.HIGH), events);
    }

    @Test
    void afterALongGapOnlyThePresentStateIsShown() {
        Contact contact = watched(false);
        contact.follow(at(3601));
        assertEquals(List.of(), events);
    }

    @Test
    void aContactThatStartsInTheMiddleIsActiveAtOnce() {
        Contact contact = new Contact(THREE_PASSERS, false, at(12));
        listen(contact);
        contact.follow(at(30));
        assertEquals(List.of(DigitalState.LOW), events);
    }

    @Test
    void aContactThatIsHeldDoesNotShowTheWorldUntilItIsLetGo() {
        Contact contact = watched(false);
        contact.hold(Contact.Hold.ACTIVE);
        contact.follow(at(5));
        contact.follow(at(30));
        assertEquals(List.of(DigitalState.HIGH), events);
        contact.hold(Contact.Hold.INACTIVE);
        contact.follow(at(42));
        contact.hold(Contact.Hold.NOTHING);
        contact.follow(at(43));
        assertEquals(List.of(DigitalState.HIGH, DigitalState.LOW, DigitalState.HIGH), events);
    }

    private Contact watched(boolean activeLow) {
        Contact contact = new Contact(THREE_PASSERS, activeLow, START);
        listen(contact);
        return contact;
    }

    private void listen(Contact contact) {
        Context board = Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(new SimulatedInputProvider(Map.of(17, contact.line())))
                .build();
        boards.add(board);
        DigitalInput input = board.create(
                DigitalInput.newConfigBuilder(board).id("input").address(17).build());
        input.addListener(event -> events.add(event.state()));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
