package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void aLevelGoesToTheShortAddressWithTheSelectorBitClear() {
        assertEquals("h00FE\n", Frame.directArcPower(0, 254).line());
        assertEquals("h0AE5\n", Frame.directArcPower(5, 229).line());
        assertEquals("h7E00\n", Frame.directArcPower(63, 0).line());
    }

    @Test
    void aCommandGoesToTheShortAddressWithTheSelectorBitSet() {
        assertEquals("h0190\n", Frame.command(0, Command.QUERY_STATUS).line());
        assertEquals("h0BA0\n", Frame.command(5, Command.QUERY_ACTUAL_LEVEL).line());
        assertEquals("h7FC5\n", Frame.command(63, Command.READ_MEMORY_LOCATION).line());
    }

    @Test
    void whatConfiguresIsSentTwice() {
        assertEquals("t0B2D\n", Frame.command(5, Command.SET_POWER_ON_LEVEL).line());
        assertEquals(
                "t0B2C\n", Frame.command(5, Command.SET_SYSTEM_FAILURE_LEVEL).line());
        assertEquals("t0B81\n", Frame.command(5, Command.ENABLE_WRITE_MEMORY).line());
    }

    @Test
    void specialCommandsGoToAll() {
        assertEquals("hA3FE\n", Frame.dtr0(254).line());
        assertEquals("hC3CA\n", Frame.dtr1(202).line());
        assertEquals("hC9AA\n", Frame.writeMemory(0xAA).line());
    }
}
