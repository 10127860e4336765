package io.smartpole.simulation.pi4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.DataBits;
import com.pi4j.io.serial.Parity;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.StopBits;
import io.smartpole.simulation.dali.ControlGear;
import io.smartpole.simulation.dali.DaliBus;
import io.smartpole.simulation.dali.DaliBus.Fault;
import io.smartpole.simulation.dali.DaliHat;
import io.smartpole.simulation.dali.Load;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges with the DALI interface and what is behind it, over the serial line. Short address 0. */
class SimulatedSerialTest {

    private static final String DEVICE = "/dev/serial0";
    private static final String STATUS = "h0190\n";
    private static final String ON_IN_RESET_STATE = "J24\n";

    private final DaliBus bus =
            new DaliBus(new ControlGear(0, 254, Load.NOTHING), new ControlGear(0, 254, Load.NOTHING));
    private Duration now = Duration.ofSeconds(10);
    private final Context board = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(new SimulatedSerialProvider(Map.of(DEVICE, new DaliHat(bus)), () -> now))
            .build();
    private final Serial line = open(DEVICE);

    @AfterEach
    void shutdown() {
        board.shutdown();
    }

    @Test
    void aQueryIsAnsweredWhenItsTimeOnTheBusIsOver() {
        send(STATUS);
        assertEquals(0, line.available());
        later(31);
        assertEquals(0, line.available());
        assertEquals(-1, line.read());
        assertEquals(0, line.read(new byte[4]));
        later(1);
        assertEquals(4, line.available());
        assertEquals(ON_IN_RESET_STATE, received());
        assertEquals(0, line.available());
    }

    @Test
    void aCommandIsReportedAsNotAnswered() {
        send("h0080\n");
        later(26);
        assertEquals("", received());
        later(1);
        assertEquals("N\n", received());
    }

    @Test
    void framesWaitForEachOtherOnTheBus() {
        send("h0080\nh01A0\n");
        later(27);
        assertEquals("N\n", received());
        later(31);
        assertEquals("", received());
        later(1);
        assertEquals("J80\n", received());
    }

    @Test
    void aFrameSentTwiceIsReportedTwiceAndObeyed() {
        assertEquals("N\n", exchange("hA3AA\n"));
        assertEquals("N\n", exchange("h012D\n"));
        assertEquals("JFE\n", exchange("h01A3\n"), "one alone does nothing");
        assertEquals("N\nN\n", exchange("t012D\n"));
        assertEquals("JAA\n", exchange("h01A3\n"));
    }

    @Test
    void aLineMayComeInPieces() {
        send("h0");
        later(500);
        line.write((byte) '1');
        send("90");
        later(500);
        assertEquals("", received());
        assertEquals(ON_IN_RESET_STATE, exchange("\n"));
        line.write("xx01A0".getBytes(StandardCharsets.US_ASCII), 2, 4);
        assertEquals("", exchange("\n"), "no command letter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "h\n", "h019\n", "h01900\n", "q0190\n", "h01G0\n", "l010190\n", "garbage without end"})
    void whatIsNoCommandIsIgnored(String text) {
        assertEquals("", exchange(text));
        exchange("\n");
        assertEquals(ON_IN_RESET_STATE, exchange(STATUS));
    }

    @Test
    void anAnswerCanBeReadByteByByteAndThrownAway() {
        send(STATUS);
        later(100);
        assertEquals('J', line.read());
        byte[] part = new byte[4];
        assertEquals(2, line.read(part, 1, 2));
        assertEquals("24", new String(part, 1, 2, StandardCharsets.US_ASCII));
        assertEquals(1, line.drain());
        assertEquals(0, line.available());
        assertEquals(0, line.drain());
    }

    @Test
    void nobodyAnswersAtAnotherAddress() {
        assertEquals("N\n", exchange("h0390\n"));
    }

    @Test
    void aGearWhoseWireIsCutIsSilentAndTakesItsSystemFailureLevel() {
        exchange("h0080\n");
        bus.faults(Set.of(Fault.SILENT));
        assertEquals("N\n", exchange(STATUS));
        assertEquals("N\n", exchange("h0090\n"));
        bus.faults(Set.of());
        assertEquals("JFE\n", exchange("h01A0\n"));
    }

    @Test
    void aFramingErrorIsUnreadableButTheGearObeys() {
        bus.faults(Set.of(Fault.GARBLED));
        assertEquals("X\n", exchange(STATUS));
        assertEquals("N\n", exchange("h0080\n"), "commands have no answer that could be garbled");
        assertEquals("N\n", exchange("h0192\n"), "nor has a no");
        bus.faults(Set.of());
        assertEquals("J80\n", exchange("h01A0\n"));
    }

    @Test
    void twoGearsOfOneAddressAreUnreadableAlsoWhenTheySayTheSame() {
        bus.faults(Set.of(Fault.TWIN));
        assertEquals("X\n", exchange(STATUS));
        assertEquals("X\n", exchange("h0191\n"), "yes and yes");
        assertEquals("N\n", exchange("h0192\n"), "no and no");
        bus.faults(Set.of());
        assertEquals(ON_IN_RESET_STATE, exchange(STATUS));
    }

    @Test
    void aTwinThatAloneAnswersIsHeard() {
        bus.faults(Set.of(Fault.TWIN, Fault.SILENT));
        assertEquals(ON_IN_RESET_STATE, exchange(STATUS));
    }

    @Test
    void withoutMainsNobodyAnswers() {
        bus.faults(Set.of(Fault.TWIN));
        bus.mains(false, now);
        assertEquals("N\n", exchange(STATUS));
        bus.mains(true, now);
        assertEquals("X\n", exchange(STATUS));
    }

    @Test
    void aLineThatIsNotOpenRefusesEverything() {
        line.close();
        assertFalse(line.isOpen());
        assertThrows(IOException.class, line::available);
        assertThrows(IOException.class, () -> send(STATUS));
        assertThrows(IOException.class, line::read);
        line.open();
        assertEquals(ON_IN_RESET_STATE, exchange(STATUS));
    }

    @Test
    void afterAShutdownItCanBeCreatedAndOpenedAgain() {
        board.shutdown(line.id());
        assertFalse(line.isOpen());
        Serial again = open(DEVICE);
        again.write(STATUS);
        later(100);
        assertEquals(4, again.available());
    }

    @Test
    void aLineThatThePoleDoesNotHaveCannotBeOpened() {
        Serial other = create("/dev/ttyUSB7", 19_200, Parity.NONE);
        String message =
                String.valueOf(assertThrows(IOException.class, other::open).getMessage());
        assertTrue(message.contains("/dev/ttyUSB7"), message);
    }

    @Test
    void aLineThatIsSetWronglyIsRefused() {
        assertThrows(IOException.class, () -> create(DEVICE + "a", 9_600, Parity.NONE));
        assertThrows(IOException.class, () -> create(DEVICE + "b", 19_200, Parity.EVEN));
    }

    private Serial open(String device) {
        Serial serial = create(device, 19_200, Parity.NONE);
        serial.open();
        return serial;
    }

    private Serial create(String device, int baud, Parity parity) {
        return board.create(Serial.newConfigBuilder(board)
                .id("serial-" + device)
                .device(device)
                .baud(baud)
                .dataBits(DataBits._8)
                .parity(parity)
                .stopBits(StopBits._1)
                .build());
    }

    private String exchange(String text) {
        send(text);
        later(1000);
        return received();
    }

    private void send(String text) {
        line.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String received() {
        byte[] bytes = new byte[line.available()];
        line.read(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void later(int ms) {
        now = now.plusMillis(ms);
    }
}
