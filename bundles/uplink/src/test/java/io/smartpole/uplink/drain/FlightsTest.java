package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.drain.Flights.LeftOut;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private static final Duration START = Duration.ofSeconds(100);
    private static final Duration WITNESS = START.plus(Flights.WITNESS_AFTER);
    private static final Duration LEFT_OUT = START.plus(Flights.LEFT_OUT_AFTER);

    private final FakeLog log = new FakeLog();
    private final Flights flights = new Flights();

    @Test
    void whatWasAcknowledgedInOrderWasNotLeftOut() {
        Outgoing first = publish();
        publish();
        flights.acknowledged(first);
        assertEquals(List.of(), flights.overtaken());
        assertNull(flights.giveUp(LEFT_OUT));
    }

    @Test
    void whatALaterAcknowledgementPassedOverWasLeftOut() {
        Outgoing first = publish();
        Outgoing second = publish();
        Outgoing third = publish();
        flights.acknowledged(second);
        assertEquals(List.of(first), flights.overtaken());
        assertNull(flights.giveUp(LEFT_OUT.minusMillis(1)));
        assertEquals(new LeftOut(first, true), flights.giveUp(LEFT_OUT));
        assertNull(flights.giveUp(LEFT_OUT), "the third has nothing behind it");
        assertEquals(List.of(third), flights.all());
        assertEquals(third.batch().bytes().length, flights.bytes());
    }

    @Test
    void oneWitnessShowsThatTheLastWasLeftOut() {
        Outgoing only = publish();
        assertFalse(flights.wantsWitness(WITNESS.minusMillis(1)));
        assertTrue(flights.wantsWitness(WITNESS));
        long witness = callWitness();
        assertFalse(flights.wantsWitness(LEFT_OUT));
        assertNull(flights.giveUp(LEFT_OUT), "the witness may be on its way");
        flights.witnessAcknowledged(witness);
        assertEquals(new LeftOut(only, false), flights.giveUp(LEFT_OUT), "perhaps it is the line");
        assertEquals(0, flights.bytes());
    }

    @Test
    void aWitnessSaysNothingOfWhatCameAfterIt() {
        Outgoing first = publish();
        long witness = callWitness();
        publish();
        flights.witnessAcknowledged(witness);
        assertEquals(List.of(), flights.overtaken(), "by no batch");
        assertEquals(new LeftOut(first, false), flights.giveUp(LEFT_OUT));
        assertNull(flights.giveUp(LEFT_OUT));
    }

    @Test
    void nothingInFlightWantsNoWitness() {
        Outgoing only = publish();
        assertEquals(START, flights.acknowledged(only));
        assertFalse(flights.wantsWitness(LEFT_OUT));
        assertNull(flights.acknowledged(only));
        assertEquals(0, flights.bytes());
    }

    @Test
    void whatIsKnownToBeLeftOutNeedsNoWitness() {
        publish();
        Outgoing second = publish();
        flights.acknowledged(second);
        assertFalse(flights.wantsWitness(WITNESS));
        assertEquals(LEFT_OUT, flights.due());
    }

    @Test
    void aWitnessThatWasNotTakenIsStillWanted() {
        publish();
        flights.nextOrder();
        assertTrue(flights.wantsWitness(WITNESS));
    }

    @Test
    void onAnImpatientLineAllThatComesBeforeItIsGivenUp() {
        flights.patience(Duration.ofSeconds(3));
        assertNull(flights.due());
        Outgoing only = publish();
        assertEquals(START.plusSeconds(1), flights.due());
        assertFalse(flights.wantsWitness(START.plusMillis(999)));
        assertTrue(flights.wantsWitness(START.plusSeconds(1)));
        long witness = callWitness();
        assertNull(flights.due());
        flights.witnessAcknowledged(witness);
        assertEquals(START.plusSeconds(3), flights.due());
        assertNull(flights.giveUp(START.plusMillis(2999)));
        assertEquals(new LeftOut(only, false), flights.giveUp(START.plusSeconds(3)));
    }

    @Test
    void patienceWithoutEndDelaysNothing() {
        flights.patience(Duration.ofMinutes(5));
        publish();
        assertEquals(WITNESS, flights.due());
    }

    private long callWitness() {
        long order = flights.nextOrder();
        flights.witnessPublished();
        return order;
    }

    private Outgoing publish() {
        log.commit(Lane.MEASUREMENT, 1);
        long seq = log.backlog().batches();
        Outgoing outgoing = new Outgoing(log.batch(Lane.MEASUREMENT, seq), false);
        flights.published(outgoing, START);
        return outgoing;
    }
}
