package io.smartpole.hardware.board;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaspberryPiTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    @Test
    void isKnownByItsDeviceTree() throws IOException {
        assertTrue(RaspberryPi.isRaspberryPi(model("Raspberry Pi 4 Model B Rev 1.4\0")));
    }

    @Test
    void anotherBoardIsNone() throws IOException {
        assertFalse(RaspberryPi.isRaspberryPi(model("Radxa ROCK 4\0")));
    }

    @Test
    void aComputerWithoutDeviceTreeIsNone() {
        assertFalse(RaspberryPi.isRaspberryPi(folder.resolve("missing")));
    }

    @Test
    void aModelThatCannotBeReadIsNone() {
        assertFalse(RaspberryPi.isRaspberryPi(folder));
    }

    private Path model(String text) throws IOException {
        return Files.writeString(folder.resolve("model"), text);
    }
}
