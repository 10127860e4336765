package io.smartpole.uplink.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LegibleTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        assertEquals("smartpole/v1/köln/p-1/command", Legible.of("smartpole/v1/köln/p-1/command"));
        assertEquals("t".repeat(120), Legible.of("t".repeat(120)));
    }

    @Test
    void whatMovesTheCursorOrTurnsTheTextIsNotShown() {
        assertEquals("a?ERROR b?c?d?e?f", Legible.of("a\nERROR b\u009bc\u2028d\u202ee\u0000f"));
    }

    @Test
    void longTextIsCut() {
        assertEquals("t".repeat(120) + "...", Legible.of("t".repeat(65_535)));
    }
}
