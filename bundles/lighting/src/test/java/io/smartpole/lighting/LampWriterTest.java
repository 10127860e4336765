package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LampWriterTest {

    private final LampWriter writer = new LampWriter(3);
    private final List<LightLevel> told = new ArrayList<>();
    private final Lamp lamp = told::add;

    @Test
    void theLampIsToldWhenTheLevelChangesAndAgainAfterAWhile() {
        for (int cycle = 0; cycle < 7; cycle++) {
            assertNull(writer.write(lamp, LightLevel.FULL));
        }
        assertEquals(List.of(LightLevel.FULL, LightLevel.FULL, LightLevel.FULL), told);
        writer.write(lamp, LightLevel.OFF);
        writer.write(lamp, LightLevel.OFF);
        assertEquals(4, told.size());
    }

    @Test
    void aLampThatComesBackIsToldAtOnce() {
        writer.write(lamp, LightLevel.FULL);
        assertEquals("no lamp driver is running", writer.write(null, LightLevel.FULL));
        assertNull(writer.write(lamp, LightLevel.FULL));
        assertEquals(2, told.size());
    }

    @Test
    void anotherLampIsToldAtOnce() {
        writer.write(lamp, LightLevel.FULL);
        List<LightLevel> other = new ArrayList<>();
        writer.write(other::add, LightLevel.FULL);
        assertEquals(List.of(LightLevel.FULL), other);
    }

    @Test
    void aLampThatFailsIsToldAgainAtTheNextCycle() {
        boolean[] broken = {true};
        Lamp shaky = level -> {
            if (broken[0]) {
                throw new IllegalStateException("bus");
            }
            told.add(level);
        };
        assertEquals(
                "the lamp driver failed: java.lang.IllegalStateException: bus", writer.write(shaky, LightLevel.FULL));
        broken[0] = false;
        assertNull(writer.write(shaky, LightLevel.FULL));
        assertEquals(List.of(LightLevel.FULL), told);
    }
}
