package io.smartpole.simulation.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.smartpole.simulation.dali.Load.Figures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory banks, read and written as over the bus. The gear has short address 0. */
class D4iBanksTest {

    private static final int READ = 0x01C5;
    private static final int ENABLE_WRITE = 0x0181;
    private static final int WRITE = 0xC700;
    private static final int WRITE_NO_REPLY = 0xC900;

    private final FakeLoad load = new FakeLoad();
    private final ControlGear gear = new ControlGear(0, 254, load);

    @Test
    void energyAndPowerStandWhereThePublishedLayoutSays() {
        load.figures = figures(33.25, 123_456.7, 0.8);
        assertEquals(-1, (byte) read(202, 0x04, 1), "tenths of a Wh");
        assertEquals(1_234_567, read(202, 0x05, 6));
        assertEquals(-2, (byte) read(202, 0x0B, 1), "hundredths of a W");
        assertEquals(3_325, read(202, 0x0C, 4));
    }

    @Test
    void theGearsDiagnosticsStandWhereThePublishedLayoutSays() {
        load.figures = figures(33, 0, 0.8);
        assertEquals(7_200_000, read(205, 0x04, 4), "operating time in s");
        assertEquals(321, read(205, 0x08, 3), "starts");
        assertEquals(2_304, read(205, 0x0B, 2), "supply voltage in 0.1 V");
        assertEquals(50, read(205, 0x0D, 1), "Hz");
        assertEquals(97, read(205, 0x0E, 1), "power factor in 0.01");
        assertEquals(0, read(205, 0x0F, 1), "no failure");
        assertEquals(41 + 60, read(205, 0x1B, 1), "temperature from -60 on");
        assertEquals(80, read(205, 0x1C, 1), "output current in %");
    }

    @Test
    void theLightSourcesDiagnosticsStandWhereThePublishedLayoutSays() {
        load.figures = figures(33, 0, 0.5);
        assertEquals(654, read(206, 0x07, 3), "starts");
        assertEquals(3_600_000, read(206, 0x0E, 4), "on time in s");
        assertEquals(540 * 0.96, read(206, 0x12, 2), 1, "voltage in 0.1 V");
        assertEquals(350, read(206, 0x14, 2), "current in mA");
        assertEquals(0, read(206, 0x16, 1), "no failure");
        assertEquals(0xFF, read(206, 0x20, 1), "MASK: no temperature sensor");
    }

    @Test
    void whatIsNotMeasuredAtThisMomentIsTemporarilyMasked() {
        load.figures = figures(0.5, 0, 0);
        assertEquals(0xFE, read(205, 0x0E, 1), "power factor while it is off");
        assertEquals(0, read(206, 0x12, 4));
    }

    @Test
    void anOpenLampShowsInTheLightSourcesBank() {
        load.open = true;
        gear.receive(0x00FE, Duration.ZERO);
        load.figures = figures(0.5, 0, 0);
        assertEquals(0x0101, read(206, 0x16, 2), "failure, once");
        assertEquals(0x0000, read(206, 0x18, 2), "no short circuit");
        assertEquals(0x0101, read(206, 0x1A, 2), "open circuit, once");
        assertEquals(702, read(206, 0x12, 2), "the gear's highest voltage in 0.1 V");
    }

    @Test
    void bankZeroTellsWhoItIs() {
        assertEquals(0x1A, read(0, 0x00, 1));
        assertEquals(206, read(0, 0x02, 1), "last bank");
        assertEquals(0x0808, read(0, 0x15, 2), "Parts 101 and 102 in version 2.0");
        assertEquals(0xFF, read(0, 0x17, 1), "no control device");
        assertEquals(1, read(0, 0x19, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0x1B", "202, 0x10", "205, 0x1D", "206, 0x21", "202, 0x01", "202, 0xFE"})
    void aLocationThatDoesNotExistGetsNoAnswerButIsCounted(int bank, String location) {
        select(bank, Integer.decode(location));
        assertEquals(Answer.NONE, send(READ));
        assertEquals(Answer.of(Integer.decode(location) + 1), send(0x0198));
    }

    @Test
    void aBankThatDoesNotExistIsIgnored() {
        select(203, 4);
        assertEquals(Answer.NONE, send(READ));
        assertEquals(Answer.of(4), send(0x0198));
    }

    @Test
    void theLocationCounterEndsAtItsEnd() {
        select(202, 0xFF);
        assertEquals(Answer.NONE, send(READ));
        assertEquals(Answer.of(0xFF), send(0x0198));
    }

    @Test
    void withoutLatchAValueOfSeveralBytesCanBeTornAndWithItNot() {
        load.figures = figures(0, 25.5, 0);
        select(202, 0x09);
        int high = send(READ).value();
        load.figures = figures(0, 25.6, 0);
        assertEquals(0x0000, high << 8 | send(READ).value(), "neither 0x00FF nor 0x0100");

        load.figures = figures(0, 25.5, 0);
        latch(202, 0xAA);
        load.figures = figures(0, 25.6, 0);
        assertEquals(0x00FF, read(202, 0x09, 2));
        latch(202, 0xAA);
        assertEquals(0x0100, read(202, 0x09, 2), "latched again");
        load.figures = figures(0, 25.7, 0);
        latch(202, 0xFF);
        assertEquals(0x0101, read(202, 0x09, 2), "live again");
    }

    @Test
    void aLatchFreezesItsOwnBankOnly() {
        load.figures = figures(0, 0, 0.5);
        latch(205, 0xAA);
        load.figures = figures(0, 0, 0.7);
        assertEquals(50, read(205, 0x1C, 1));
        assertEquals(490, read(206, 0x14, 2));
    }

    @Test
    void powerLossEndsTheLatch() {
        latch(202, 0xAA);
        gear.mains(false, Duration.ZERO);
        gear.mains(true, Duration.ZERO);
        assertEquals(0xFF, read(202, 0x02, 1));
    }

    @Test
    void nothingIsWrittenBeforeWritingIsEnabledAndOnlyUntilAnotherCommand() {
        select(202, 2);
        assertEquals(Answer.NONE, send(WRITE | 0xAA));
        send(ENABLE_WRITE);
        select(202, 2);
        assertEquals(Answer.NONE, send(WRITE | 0xAA), "enabled by one frame alone");
        enableWrite();
        send(0x0190);
        select(202, 2);
        assertEquals(Answer.NONE, send(WRITE | 0xAA), "a query came between");
        assertEquals(0xFF, read(202, 0x02, 1));
        enableWrite();
        select(202, 2);
        assertEquals(Answer.of(0xAA), send(WRITE | 0xAA));
        assertEquals(Answer.of(3), send(0x0198), "the location counts up, and asking for it disables nothing");
        select(202, 2);
        assertEquals(Answer.NONE, send(WRITE_NO_REPLY | 0x55), "no reply");
        assertEquals(0x55, read(202, 0x02, 1));
    }

    @Test
    void valuesAndTheLastLocationCannotBeWritten() {
        load.figures = figures(0, 25.5, 0);
        for (int location : new int[] {0x00, 0x05, 0x0A, 0x0F}) {
            enableWrite();
            select(202, location);
            assertEquals(Answer.NONE, send(WRITE | 0x12));
            assertNotEquals(0x12, read(202, location, 1));
        }
        enableWrite();
        select(0, 2);
        assertEquals(Answer.NONE, send(WRITE | 0x12));
        assertEquals(206, read(0, 2, 1));
    }

    private static Figures figures(double power, double energy, double light) {
        return new Figures(42, power, energy, light, 7_200_000, 321, 3_600_000, 654, 230.4, 41.2);
    }

    private void latch(int bank, int value) {
        enableWrite();
        select(bank, 2);
        send(WRITE_NO_REPLY | value);
    }

    private void enableWrite() {
        send(ENABLE_WRITE);
        send(ENABLE_WRITE);
    }

    private int read(int bank, int location, int length) {
        select(bank, location);
        int value = 0;
        for (int i = 0; i < length; i++) {
            Answer answer = send(READ);
            assertEquals(Answer.Kind.BYTE, answer.kind(), "bank " + bank + ", location " + (location + i));
            value = value << 8 | answer.value();
        }
        return value;
    }

    private void select(int bank, int location) {
        send(0xC300 | bank);
        send(0xA300 | location);
    }

    private Answer send(int frame) {
        return gear.receive(frame, Duration.ZERO);
    }
}
