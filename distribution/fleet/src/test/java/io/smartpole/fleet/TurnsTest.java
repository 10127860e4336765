package io.smartpole.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void neverTwoTurnsAtATimeHoweverOftenOneIsAskedFor() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(200);
        Turns turns = new Turns(threads, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            done.countDown();
            return LONG;
        });
        turns.begin();
        while (done.getCount() > 0) {
            turns.ask();
        }
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(1, most.get());
    }

    @Test
    void itComesAgainWhenItWantedTo() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);
        Turns turns = new Turns(threads, () -> {
            thrice.countDown();
            return Duration.ofMillis(1);
        });
        turns.begin();
        assertTrue(thrice.await(10, TimeUnit.SECONDS));
    }

    @Test
    void askedForDuringATurnThereIsAnotherOne() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Turns[] turns = new Turns[1];
        turns[0] = new Turns(threads, () -> {
            if (twice.getCount() == 2) {
                turns[0].ask();
            }
            twice.countDown();
            return LONG;
        });
        turns[0].begin();
        assertTrue(twice.await(10, TimeUnit.SECONDS));
    }

    @Test
    void askedForWhenAllHasEndedNothingHappens() {
        Turns turns = new Turns(threads, () -> LONG);
        threads.shutdownNow();
        turns.begin();
        assertEquals(0, threads.getQueue().size());
    }

    @Test
    void askedForBeforeItBeganNothingHappens() throws Exception {
        CountDownLatch once = new CountDownLatch(1);
        Turns turns = new Turns(threads, () -> {
            once.countDown();
            return LONG;
        });
        turns.ask();
        assertEquals(0, threads.getTaskCount());
        turns.begin();
        assertTrue(once.await(10, TimeUnit.SECONDS));
    }
}
