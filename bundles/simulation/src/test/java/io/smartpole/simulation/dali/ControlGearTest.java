package io.smartpole.simulation.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and answers of IEC 62386-102. The gear has short address 5: address bytes 0A and 0B. */
class ControlGearTest {

    private static final int DAPC = 0x0A00;
    private static final int COMMAND = 0x0B00;
    private static final int DTR0 = 0xA300;
    private static final int STATUS = COMMAND | 0x90;
    private static final int ACTUAL_LEVEL = COMMAND | 0xA0;

    private static final int LAMP_FAILURE = 1 << 1;
    private static final int LAMP_ON = 1 << 2;
    private static final int LIMIT_ERROR = 1 << 3;
    private static final int FADE_RUNNING = 1 << 4;
    private static final int RESET_STATE = 1 << 5;
    private static final int POWER_CYCLE_SEEN = 1 << 7;

    private final FakeLoad load = new FakeLoad();
    private final ControlGear gear = new ControlGear(5, 254, load);
    private Duration now = Duration.ofSeconds(100);

    /** Points of the standard's dimming curve, in percent. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.100",
        "85, 0.991",
        "126, 3.035",
        "144, 4.962",
        "170, 10.091",
        "195, 19.971",
        "210, 30.079",
        "229, 50.531",
        "240, 68.233",
        "254, 100",
    })
    void levelsFollowThePublishedLogarithmicCurve(int level, double percent) {
        assertEquals(percent, 100 * ArcPower.light(level), 0.001);
    }

    @Test
    void aDirectLevelIsGivenAtOnceWhileTheFadeTimeIsZero() {
        send(DAPC | 229);
        assertEquals(0.50531, load.light, 1e-5);
        assertEquals(Answer.of(229), send(ACTUAL_LEVEL));
        send(DAPC);
        assertEquals(0, load.light);
        assertEquals(Answer.of(0), send(ACTUAL_LEVEL));
    }

    @Test
    void aLevelOutOfItsLimitsIsBoundedAndToldAsLimitError() {
        send(DAPC | 20);
        assertEquals(Answer.of(85), send(ACTUAL_LEVEL), "the physical minimum");
        assertStatus(LAMP_ON | LIMIT_ERROR | RESET_STATE);
        configure(200, 0x2A);
        send(DAPC | 250);
        assertEquals(Answer.of(200), send(ACTUAL_LEVEL));
        send(DAPC | 150);
        assertStatus(LAMP_ON);
        send(DAPC);
        assertStatus(0);
    }

    @Test
    void limitsThatAreChangedMoveTheLight() {
        configure(200, 0x2A);
        assertEquals(Answer.of(200), send(ACTUAL_LEVEL));
        send(DAPC | 100);
        configure(120, 0x2B);
        assertEquals(Answer.of(120), send(ACTUAL_LEVEL));
        configure(10, 0x2B);
        assertEquals(Answer.of(85), send(COMMAND | 0xA2), "never below the physical minimum");
        assertEquals(Answer.of(85), send(COMMAND | 0x9A));
    }

    @Test
    void theIndirectCommandsMoveTheLightAtOnce() {
        send(COMMAND | 0x06);
        assertEquals(Answer.of(85), send(ACTUAL_LEVEL));
        send(COMMAND | 0x04);
        assertEquals(Answer.of(85), send(ACTUAL_LEVEL), "a step down never switches off");
        send(COMMAND | 0x03);
        assertEquals(Answer.of(86), send(ACTUAL_LEVEL));
        send(COMMAND | 0x05);
        send(COMMAND | 0x03);
        assertEquals(Answer.of(254), send(ACTUAL_LEVEL));
        send(COMMAND);
        send(COMMAND | 0x03);
        assertEquals(Answer.of(0), send(ACTUAL_LEVEL), "a step up never switches on");
    }

    @Test
    void itObeysItsAddressAndTheBroadcastOnly() {
        send(0x0C00 | 100);
        send(0x8000 | 100);
        assertEquals(Answer.of(254), send(ACTUAL_LEVEL));
        assertEquals(Answer.NONE, send(0x0D00 | 0x90));
        send(0xFE00 | 100);
        assertEquals(Answer.of(100), send(0xFF00 | 0xA0));
    }

    /** One alone does nothing: IEC 62386-102, 9.3. */
    @ParameterizedTest
    @CsvSource({"2A, A1", "2C, A4", "2D, A3", "30, A8"})
    void aConfigurationCommandThatIsSentOnceDoesNothing(String command, String query) {
        int frame = COMMAND | Integer.parseInt(command, 16);
        int ask = COMMAND | Integer.parseInt(query, 16);
        send(DTR0 | 0x41);
        Answer before = send(ask);
        send(frame);
        assertEquals(before, send(ask));
        send(frame);
        assertEquals(before, send(ask), "a frame in between makes it the first again");
        send(frame);
        later(200);
        send(frame);
        assertEquals(before, send(ask), "too late");
    }

    @Test
    void sentTwiceWithinAHundredMillisecondsItIsObeyed() {
        configure(170, 0x2D);
        assertEquals(Answer.of(170), send(COMMAND | 0xA3));
        configure(255, 0x2C);
        assertEquals(Answer.of(255), send(COMMAND | 0xA4), "MASK: keeps its level");
        send(DTR0 | 3);
        send(COMMAND | 0x2E);
        later(99);
        send(COMMAND | 0x2E);
        assertEquals(Answer.of(0x37), send(COMMAND | 0xA5), "fade time 3, fade rate 7");
    }

    @Test
    void fadeTimeFollowsThePublishedFormula() {
        configure(4, 0x2E); // 0.5 s * sqrt(2)^4 = 2 s
        send(DAPC | 85);
        later(1000);
        assertStatus(LAMP_ON | FADE_RUNNING);
        int halfway = send(ACTUAL_LEVEL).value();
        assertEquals((254 + 85) / 2.0, halfway, 3);
        later(1000);
        assertEquals(Answer.of(85), send(ACTUAL_LEVEL));
        assertStatus(LAMP_ON);
    }

    @Test
    void aFadeToOffEndsAtTheMinimumAndMaskStopsAFade() {
        configure(4, 0x2E);
        send(DAPC);
        later(1900);
        assertTrue(send(ACTUAL_LEVEL).value() >= 85);
        later(100);
        assertEquals(Answer.of(0), send(ACTUAL_LEVEL));
        send(DAPC | 254);
        assertEquals(Answer.of(85), send(ACTUAL_LEVEL));
        later(1000);
        send(DAPC | 255);
        Answer stopped = send(ACTUAL_LEVEL);
        later(5000);
        assertEquals(stopped, send(ACTUAL_LEVEL));
    }

    @Test
    void extendedFadeTimeCountsWhileTheFadeTimeIsZero() {
        configure(0x12, 0x30); // (2 + 1) * 100 ms
        send(DAPC | 100);
        later(250);
        assertTrue(send(ACTUAL_LEVEL).value() > 100);
        later(50);
        assertEquals(Answer.of(100), send(ACTUAL_LEVEL));
        configure(0x50, 0x30);
        assertEquals(Answer.of(0), send(COMMAND | 0xA8), "a multiplier that does not exist");
    }

    @Test
    void anOpenLampIsNoticedWhileItShouldBurn() {
        send(DAPC);
        load.open = true;
        assertEquals(Answer.NONE, send(COMMAND | 0x92));
        send(DAPC | 200);
        assertEquals(Answer.YES, send(COMMAND | 0x92));
        assertEquals(Answer.NONE, send(COMMAND | 0x93));
        assertEquals(Answer.of(255), send(ACTUAL_LEVEL), "MASK");
        assertStatus(LAMP_FAILURE | RESET_STATE);
        send(DAPC);
        assertStatus(LAMP_FAILURE | RESET_STATE);
        load.open = false;
        send(DAPC | 200);
        assertStatus(LAMP_ON | RESET_STATE);
        assertEquals(Answer.of(200), send(ACTUAL_LEVEL));
    }

    @Test
    void afterAPowerCycleItTakesItsPowerOnLevelUnlessItIsToldALevelBefore() {
        configure(170, 0x2D);
        cyclePower();
        assertEquals(0, load.light);
        assertEquals(Answer.of(255), send(ACTUAL_LEVEL), "MASK while it starts");
        later(600);
        assertEquals(Answer.of(170), send(ACTUAL_LEVEL));
        assertStatus(LAMP_ON | POWER_CYCLE_SEEN);
        assertEquals(Answer.YES, send(COMMAND | 0x9B));

        cyclePower();
        send(DAPC | 230);
        later(600);
        assertEquals(Answer.of(230), send(ACTUAL_LEVEL));
        assertEquals(Answer.NONE, send(COMMAND | 0x9B));
    }

    @Test
    void aPowerOnLevelOfMaskIsTheLastOne() {
        configure(255, 0x2D);
        send(DAPC | 200);
        send(DAPC);
        cyclePower();
        later(600);
        assertEquals(Answer.of(200), send(ACTUAL_LEVEL));
    }

    @Test
    void withoutPowerItIsDarkAndSilentAndForgetsItsRegistersButNotItsSettings() {
        configure(170, 0x2C);
        send(DTR0 | 7);
        gear.mains(false, now);
        assertEquals(0, load.light);
        assertEquals(Answer.NONE, send(STATUS));
        send(DAPC | 254);
        assertEquals(0, load.light);
        gear.mains(true, now);
        assertEquals(Answer.of(0), send(COMMAND | 0x98));
        assertEquals(Answer.of(170), send(COMMAND | 0xA4));
    }

    @Test
    void aDeadBusBringsTheSystemFailureLevelUnlessThatIsMask() {
        configure(170, 0x2C);
        gear.busFailed();
        assertEquals(ArcPower.light(170), load.light);
        configure(255, 0x2C);
        send(DAPC | 100);
        gear.busFailed();
        assertEquals(ArcPower.light(100), load.light);
    }

    @Test
    void resetBringsTheValuesOfTheStandard() {
        configure(100, 0x2A);
        configure(100, 0x2C);
        configure(100, 0x2D);
        configure(9, 0x2E);
        configure(9, 0x2F);
        assertEquals(Answer.NONE, send(COMMAND | 0x95));
        send(COMMAND | 0x20);
        send(COMMAND | 0x20);
        assertEquals(Answer.YES, send(COMMAND | 0x95));
        assertEquals(Answer.of(254), send(ACTUAL_LEVEL));
        assertEquals(Answer.of(254), send(COMMAND | 0xA1));
        assertEquals(Answer.of(254), send(COMMAND | 0xA3));
        assertEquals(Answer.of(254), send(COMMAND | 0xA4));
        assertEquals(Answer.of(0x07), send(COMMAND | 0xA5));
    }

    @Test
    void itTellsVersionTypesAndRegisters() {
        assertEquals(Answer.YES, send(COMMAND | 0x91));
        assertEquals(Answer.of(8), send(COMMAND | 0x97), "2.0");
        assertEquals(Answer.of(6), send(COMMAND | 0x9F), "LED");
        assertEquals(Answer.of(255), send(COMMAND | 0x99), "several device types");
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            types.add(send(COMMAND | 0xA7).value());
        }
        assertEquals(List.of(6, 51, 52, 254), types);
        assertEquals(Answer.NONE, send(COMMAND | 0xA7));
        send(DTR0 | 1);
        send(0xC302);
        send(0xC503);
        assertEquals(Answer.of(1), send(COMMAND | 0x98));
        assertEquals(Answer.of(2), send(COMMAND | 0x9C));
        assertEquals(Answer.of(3), send(COMMAND | 0x9D));
        configure(0, 0x21);
        assertEquals(Answer.of(254), send(COMMAND | 0x98), "its actual level");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x10, 0x40, 0x81, 0x96, 0xAA, 0xB0, 0xC0, 0xFF})
    void whatItDoesNotKnowAndWhatIsNotSoGetsNoAnswer(int command) {
        assertEquals(Answer.NONE, send(COMMAND | command));
        assertEquals(Answer.of(254), send(ACTUAL_LEVEL));
    }

    private void cyclePower() {
        gear.mains(false, now);
        later(10);
        gear.mains(true, now);
    }

    /** Puts a value into DTR0 and sends the command twice. */
    private void configure(int value, int command) {
        send(DTR0 | value);
        send(COMMAND | command);
        send(COMMAND | command);
    }

    private void assertStatus(int expected) {
        assertEquals(
                Integer.toBinaryString(expected),
                Integer.toBinaryString(send(STATUS).value()));
    }

    private Answer send(int frame) {
        return gear.receive(frame, now);
    }

    private void later(int ms) {
        now = now.plusMillis(ms);
    }
}
