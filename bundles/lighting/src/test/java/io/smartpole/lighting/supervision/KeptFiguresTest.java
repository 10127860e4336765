package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptFiguresTest {

    private static final LampFigures SOME = new LampFigures(1234567.891, 12.5, 2941.25, 734, null);
    private static final LampFigures MORE = new LampFigures(1234600, 12.5, 2942, 735, null);

    @TempDir
    private Path data;

    private Path folder;

    @BeforeEach
    void aFolderThatIsNotThereYet() {
        folder = data.resolve("lighting");
    }

    @Test
    void nothingKeptIsTheBeginning() {
        KeptFigures kept = kept();
        assertEquals(LampFigures.NONE, kept.open());
        assertNull(kept.lost());
    }

    @Test
    void whatWasKeptComesBack() {
        opened().keep(SOME);
        assertEquals(SOME, kept().open());
    }

    @Test
    void theSimulatedLampHasAFileOfItsOwn() throws IOException {
        new FiguresFile(folder, true).write(SOME);
        assertEquals(LampFigures.NONE, kept().open());
        assertTrue(Files.exists(folder.resolve("figures-simulated")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000\u0000\u0000", "energy=1\n", "energy=1\ncheck=00000000\n", "check="})
    void aDamagedFileIsKeptAsideAndCountingBeginsAtZero(String damaged) throws IOException {
        opened().keep(SOME);
        Files.writeString(folder.resolve("figures"), damaged);
        KeptFigures kept = kept();
        assertEquals(LampFigures.NONE, kept.open());
        assertNotNull(kept.lost());
        assertTrue(kept.lost().contains("figures.damaged"), kept.lost());
        assertEquals(damaged, Files.readString(folder.resolve("figures.damaged")));
        kept.keep(MORE);
        assertEquals(MORE, kept().open());
    }

    @Test
    void anyFlippedBitIsNoticed() throws IOException {
        opened().keep(SOME);
        byte[] good = Files.readAllBytes(folder.resolve("figures"));
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bad = good.clone();
            int bit = random.nextInt((bad.length - 1) * 8); // the last byte is a line's end
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(folder.resolve("figures"), bad);
            assertEquals(LampFigures.NONE, kept().open(), "seed 7, bit " + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.0", "NaN", "Infinity", "many"})
    void whatIsNoCounterIsNotTaken(String energy) throws IOException {
        String lines = "energy=%s\nestimated-energy=0.0\nburning-hours=1.0\nswitch-ons=1\n".formatted(energy);
        Files.createDirectories(folder);
        CRC32 sum = new CRC32();
        sum.update(lines.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("figures"), lines + "check=%08x\n".formatted(sum.getValue()));
        KeptFigures kept = kept();
        assertEquals(LampFigures.NONE, kept.open());
        assertNotNull(kept.lost());
    }

    @Test
    void theFileIsWrittenOnceAnHourOfRealTime() {
        KeptFigures kept = opened();
        for (int second = 0; second < 3600; second++) {
            kept.keepIfDue(SOME, at(second));
        }
        assertFalse(Files.exists(folder.resolve("figures")), "not yet");
        kept.keepIfDue(SOME, at(3600));
        assertEquals(SOME, kept().open());
        kept.keepIfDue(MORE, at(7199));
        assertEquals(SOME, kept().open(), "not yet");
        kept.keepIfDue(MORE, at(7200));
        assertEquals(MORE, kept().open());
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgain() throws IOException {
        KeptFigures kept = opened();
        kept.keep(SOME);
        Files.delete(folder.resolve("figures"));
        kept.keep(SOME);
        assertFalse(Files.exists(folder.resolve("figures")));
    }

    @Test
    void aDiskThatRefusesIsTriedAgainAnHourLater() throws IOException {
        KeptFigures kept = opened();
        Files.writeString(folder, "a file where the folder should be");
        kept.keepIfDue(SOME, at(0));
        kept.keepIfDue(SOME, at(3600));
        assertNotNull(kept.unkept());
        Files.delete(folder);
        kept.keepIfDue(SOME, at(7199));
        assertNotNull(kept.unkept());
        kept.keepIfDue(SOME, at(7200));
        assertNull(kept.unkept());
        assertEquals(SOME, kept().open());
    }

    private KeptFigures kept() {
        return new KeptFigures(new FiguresFile(folder, false));
    }

    private KeptFigures opened() {
        KeptFigures kept = kept();
        kept.open();
        return kept;
    }

    private static Moment at(int seconds) {
        return new Moment(Instant.EPOCH, false, Duration.ofSeconds(seconds));
    }
}
