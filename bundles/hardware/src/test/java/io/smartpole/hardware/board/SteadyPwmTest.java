package io.smartpole.hardware.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.pwm.Pwm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder that looks like {@code /sys/class/pwm}. What the kernel shows ends with a newline, what is written not. */
@SuppressWarnings("NullAway.Init") // by JUnit
class SteadyPwmTest {

    @TempDir
    Path sys;

    private Path chip;
    private Path channel;
    private Context board;

    @BeforeEach
    void kernel() throws Exception {
        chip = Files.createDirectories(sys.resolve("pwmchip2"));
        Files.writeString(chip.resolve("export"), "");
        Files.writeString(chip.resolve("unexport"), "");
        channel = Files.createDirectory(chip.resolve("pwm1"));
        shows("0", "0", "0");
        board = Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(new SteadyPwmProvider(sys.toString(), 2))
                .build();
    }

    private void shows(String enable, String period, String duty) throws Exception {
        Files.writeString(channel.resolve("enable"), enable + "\n");
        Files.writeString(channel.resolve("period"), period + "\n");
        Files.writeString(channel.resolve("duty_cycle"), duty + "\n");
        Files.writeString(channel.resolve("polarity"), "normal\n");
    }

    @AfterEach
    void close() {
        board.shutdown();
    }

    @Test
    void startsTheSignalWithItsDuty() throws Exception {
        pwm().on(35);
        assertEquals("1", text("enable"));
        assertEquals("1000000", text("period"));
        assertEquals("350000", text("duty_cycle"));
    }

    @Test
    void changesTheLevelWithoutSwitchingTheSignalOff() throws Exception {
        Pwm pwm = pwm();
        shows("1", "1000000", "350000");
        pwm.on(80);
        assertEquals("800000", text("duty_cycle"));
        assertEquals("1\n", text("enable"), "was not written");
        assertEquals("1000000\n", text("period"), "was not written");
    }

    @Test
    void goesOnWhereTheLastProcessLeftIt() throws Exception {
        shows("1", "1000000", "500000");
        pwm();
        assertEquals("500000\n", text("duty_cycle"));
        assertEquals("1\n", text("enable"));
    }

    @Test
    void offIsNoDutyAndNotNoSignal() throws Exception {
        Pwm pwm = pwm();
        shows("1", "1000000", "350000");
        pwm.on(0);
        pwm.off();
        assertEquals("0", text("duty_cycle"));
        assertEquals("1\n", text("enable"), "was not written");
    }

    @Test
    void anotherFrequencyBeginsAnew() throws Exception {
        Pwm pwm = pwm();
        shows("1", "1000000", "1000000");
        pwm.on(50, 2000);
        assertEquals("500000", text("period"));
        assertEquals("250000", text("duty_cycle"));
        assertEquals("1", text("enable"));
    }

    @Test
    void leavesTheSignalWhenPi4jEnds() throws Exception {
        pwm().on(100);
        board.shutdown();
        assertEquals("1", text("enable"));
        assertEquals("1000000", text("duty_cycle"));
        assertEquals("", Files.readString(chip.resolve("unexport")));
    }

    @Test
    void opensAChannelThatNobodyOpenedYet() throws Exception {
        board.create(Pwm.newConfigBuilder(board).id("other").address(0).build());
        assertEquals("0", Files.readString(chip.resolve("export")));
    }

    @Test
    void doesNotTouchAChannelThatIsOpen() throws Exception {
        pwm();
        assertEquals("", Files.readString(chip.resolve("export")));
    }

    @Test
    void saysWhereItFailed() throws Exception {
        Pwm pwm = pwm();
        Files.delete(channel.resolve("enable"));
        String message =
                String.valueOf(assertThrows(IOException.class, () -> pwm.on(50)).getMessage());
        assertTrue(message.contains("pwmchip2/pwm1"), message);
    }

    private Pwm pwm() {
        return board.create(Pwm.newConfigBuilder(board)
                .id("lamp")
                .address(1)
                .frequency(1000)
                .build());
    }

    private String text(String file) throws Exception {
        return Files.readString(channel.resolve(file));
    }
}
