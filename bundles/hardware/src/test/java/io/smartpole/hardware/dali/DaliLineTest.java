package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaliLineTest {

    private static final Frame QUERY = Frame.command(5, Command.QUERY_STATUS);
    private static final Frame SETTING = Frame.command(5, Command.SET_FADE_TIME);

    private final FakeBoard board = new FakeBoard();
    private final TestTime time = new TestTime();
    private final DaliLine line = new DaliLine(board.context, "/dev/serial0", time, time::pass);

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void opensTheSerialLineWithTheFirstFrameOnly() {
        assertEquals(List.of(), board.serial.opened);
        board.serial.answers = sent -> "N\n";
        line.exchange(QUERY);
        line.exchange(QUERY);
        assertEquals(List.of("/dev/serial0@19200"), board.serial.opened);
        assertEquals(List.of("h0B90", "h0B90"), board.serial.sent);
    }

    @Test
    void givesTheBackwardFrame() {
        assertEquals(new Answer.Value(0xE5), answered("JE5\n"));
        assertEquals(new Answer.Value(0x0A), answered("J0a\r\n"));
    }

    @Test
    void noAnswerOnTheBusIsNoFault() {
        assertEquals(new Answer.None(), answered("N\n"));
        assertFalse(answered("N\n").yes());
    }

    @Test
    void severalGearsAtOnceAreAYesButNoValue() {
        Answer answer = answered("X\n");
        assertEquals(new Answer.Unreadable(), answer);
        assertTrue(answer.yes());
        assertEquals(new Answer.Unreadable(), answered("X1F\n"));
    }

    @Test
    void anAnswerWithoutTwoDigitsIsUnreadable() {
        for (String broken : List.of("J\n", "J1\n", "JG1\n", "J123\n")) {
            assertEquals(new Answer.Unreadable(), answered(broken), broken);
        }
    }

    @Test
    void waitsForTheRestOfALine() {
        assertEquals(new Answer.Value(0xE5), answered("|J|E|5|\n"));
    }

    @Test
    void skipsForeignFramesAndGarbage() {
        assertEquals(new Answer.Value(0x12), answered("HFE00\n\nH0190\n\u0000\u00ff?\nL123456\nJ12\n"));
    }

    @Test
    void skipsALineThatNeverEndsUntilItDoes() {
        assertEquals(new Answer.Value(0x12), answered("H".repeat(5000) + "\nJ12\n"));
    }

    @Test
    void takesNoLateAnswerForThatToTheNextFrame() {
        board.serial.answers = sent -> sent.startsWith("h0B") ? "J01\nJ02\nJ" : "N\n";
        assertEquals(new Answer.Value(1), line.exchange(QUERY));
        assertEquals(new Answer.None(), line.exchange(Frame.dtr0(1)));
    }

    @Test
    void sendsAgainWhatACollisionDestroyed() {
        board.serial.answers = sent -> board.serial.sent.size() < 3 ? "Z\n" : "J07\n";
        assertEquals(new Answer.Value(7), line.exchange(QUERY));
        assertEquals(List.of("h0B90", "h0B90", "h0B90"), board.serial.sent);
    }

    @Test
    void givesUpOnABusThatStaysBusy() {
        board.serial.answers = sent -> "Z\n";
        String message = failure(QUERY);
        assertTrue(message.contains("busy or shorted"), message);
        assertEquals(5, board.serial.sent.size());
    }

    @Test
    void saysThatTheInterfaceIsDeadAfter200Milliseconds() {
        String message = failure(QUERY);
        assertTrue(message.contains("/dev/serial0 says nothing within 200 ms"), message);
        assertEquals(Duration.ofMillis(200), time.now().sinceBoot());
        assertEquals(List.of("h0B90"), board.serial.sent, "nobody knows whether it was sent");
    }

    @Test
    void foreignFramesDoNotKeepADeadInterfaceAlive() {
        board.serial.answers = sent -> "HFE00\n|".repeat(1000);
        failure(QUERY);
        assertTrue(time.now().sinceBoot().compareTo(Duration.ofMillis(250)) < 0, "bounded");
    }

    @Test
    void opensTheSerialLineAnewAfterItFailed() {
        board.serial.answers = sent -> "N\n";
        line.exchange(QUERY);
        board.serial.gone = true;
        String message = failure(QUERY);
        assertTrue(message.contains("/dev/serial0 fails: no such device"), message);
        failure(QUERY);
        board.serial.gone = false;
        assertEquals(new Answer.None(), line.exchange(QUERY));
        assertEquals(2, board.serial.opened.size());
    }

    @Test
    void takesBothReportsOfAFrameSentTwice() {
        board.serial.answers = sent -> "N\n|N\n";
        assertEquals(new Answer.None(), line.exchange(SETTING));
        board.serial.answers = sent -> "J33\n";
        assertEquals(new Answer.Value(0x33), line.exchange(QUERY));
    }

    @Test
    void isContentWithOneReportOfAFrameSentTwice() {
        board.serial.answers = sent -> "N\n";
        assertEquals(new Answer.None(), line.exchange(SETTING));
    }

    @Test
    void sendsBothAgainWhenOneOfTwoWasDestroyed() {
        board.serial.answers = sent -> board.serial.sent.size() == 1 ? "N\nZ\n" : "N\nN\n";
        line.exchange(SETTING);
        assertEquals(List.of("t0B2E", "t0B2E"), board.serial.sent);
    }

    @Test
    void aLevelNeverComesBetweenFramesThatBelongTogether() throws InterruptedException {
        board.serial.answers = sent -> "N\n";
        CountDownLatch first = new CountDownLatch(1);
        Thread level = new Thread(() -> {
            first.countDown();
            line.exchange(Frame.directArcPower(5, 254));
        });
        line.undisturbed(() -> {
            line.exchange(Frame.dtr0(1));
            level.start();
            awaitLatch(first);
            line.exchange(SETTING);
        });
        level.join(10_000);
        assertEquals(List.of("hA301", "t0B2E", "h0AFE"), board.serial.sent);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answered(String bytes) {
        board.serial.answers = sent -> bytes;
        return line.exchange(QUERY);
    }

    private String failure(Frame frame) {
        return String.valueOf(
                assertThrows(DaliException.class, () -> line.exchange(frame)).getMessage());
    }
}
