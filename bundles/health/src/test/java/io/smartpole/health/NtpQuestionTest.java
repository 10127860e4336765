package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NtpQuestionTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void beforeTheHostWasAskedNothingIsClaimed() {
        assertFalse(new NtpQuestion(() -> "yes").getAsBoolean());
    }

    @Test
    void oneYesIsKeptAndTheHostIsNotAskedAgain() {
        NtpQuestion question = new NtpQuestion(() -> {
            asked.incrementAndGet();
            return "yes";
        });
        question.run();
        assertTrue(question.getAsBoolean());
        assertEquals(1, asked.get());
    }

    @Test
    void aHostThatHasNobodyToAskIsAskedOnceAndNotBelieved() {
        NtpQuestion question = new NtpQuestion(() -> {
            asked.incrementAndGet();
            throw new IOException("no such program");
        });
        question.run();
        assertFalse(question.getAsBoolean());
        assertEquals(1, asked.get());
    }

    @Test
    void anyOtherAnswerIsNotBelievedAndAnInterruptEndsTheWait() {
        for (String answer : new String[] {"no", "", "Yes", "no answer"}) {
            NtpQuestion question = new NtpQuestion(() -> {
                Thread.currentThread().interrupt();
                return answer;
            });
            question.run();
            assertFalse(question.getAsBoolean(), "'" + answer + "'");
        }
    }
}
