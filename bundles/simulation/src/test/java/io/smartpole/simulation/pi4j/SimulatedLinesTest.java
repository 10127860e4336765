package io.smartpole.simulation.pi4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmPolarity;
import com.pi4j.io.pwm.PwmType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Digital inputs and outputs, and PWM channels. */
class SimulatedLinesTest {

    private final GpioLine line = new GpioLine(DigitalState.HIGH);
    private final List<Double> lamp = new ArrayList<>();
    private final List<DigitalState> relay = new ArrayList<>();
    private final Context board = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(
                    new SimulatedInputProvider(Map.of(17, line)),
                    new SimulatedOutputProvider(Map.of(22, relay::add)),
                    new SimulatedPwmProvider(Map.of(2, lamp::add)))
            .build();

    @AfterEach
    void shutdown() {
        board.shutdown();
    }

    @Test
    void anInputShowsItsLineAndTellsItsListenersOfChangesOnly() {
        DigitalInput input = input(17, PullResistance.PULL_UP);
        List<DigitalState> events = new ArrayList<>();
        input.addListener(event -> events.add(event.state()));
        assertTrue(input.isHigh());
        line.drive(DigitalState.HIGH);
        line.drive(DigitalState.LOW);
        line.drive(DigitalState.LOW);
        assertTrue(input.isLow());
        line.drive(DigitalState.HIGH);
        assertEquals(List.of(DigitalState.LOW, DigitalState.HIGH), events);
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOthersFromHearing() {
        DigitalInput input = input(17, PullResistance.PULL_UP);
        List<DigitalState> events = new ArrayList<>();
        input.addListener(event -> {
            throw new IllegalStateException("on purpose");
        });
        input.addListener(event -> events.add(event.state()));
        line.drive(DigitalState.LOW);
        assertEquals(List.of(DigitalState.LOW), events);
    }

    @Test
    void anInputThatWasClosedHearsNothingAndItsLineCanBeOpenedAgain() {
        DigitalInput first = input(17, PullResistance.PULL_UP);
        List<DigitalState> events = new ArrayList<>();
        first.addListener(event -> events.add(event.state()));
        board.shutdown(first.id());
        line.drive(DigitalState.LOW);
        assertEquals(List.of(), events);
        assertTrue(input(17, PullResistance.PULL_UP).isLow());
    }

    @Test
    void aLineThatNothingIsWiredToFollowsItsPullResistor() {
        assertTrue(input(5, PullResistance.PULL_UP).isHigh());
        assertTrue(input(6, PullResistance.PULL_DOWN).isLow());
    }

    @Test
    void theDutyCycleReachesTheLampOnlyWithOn() {
        Pwm pwm = pwm(2, PwmPolarity.NORMAL);
        assertFalse(pwm.isOn());
        pwm.setDutyCycle(40);
        assertEquals(List.of(), lamp);
        pwm.on();
        assertTrue(pwm.isOn());
        pwm.on(80, 1000);
        pwm.on(0, 1000);
        assertFalse(pwm.isOn());
        assertLamp(0.4, 0.8, 0);
    }

    @Test
    void anInversedPolarityIsHighForTheRestOfThePeriod() {
        Pwm pwm = pwm(2, PwmPolarity.INVERSED);
        pwm.on(30, 1000);
        pwm.off();
        assertLamp(0.7, 1);
    }

    @Test
    void theSignalStaysWhenTheBoardIsShutDown() {
        pwm(2, PwmPolarity.NORMAL).on(80, 1000);
        board.shutdown("pwm-2");
        assertLamp(0.8);
    }

    @Test
    void aChannelThatNothingHangsOnIsHarmless() {
        pwm(1, PwmPolarity.NORMAL).on(80, 1000);
        assertEquals(List.of(), lamp);
    }

    @Test
    void softwarePwmIsRefusedAsOnTheBoard() {
        assertThrows(
                IOException.class,
                () -> board.create(Pwm.newConfigBuilder(board)
                        .id("soft")
                        .address(2)
                        .pwmType(PwmType.SOFTWARE)
                        .build()));
    }

    @Test
    void anOutputBeginsInItsInitialStateWithoutPassingAnother() {
        output(22, DigitalState.HIGH);
        assertEquals(List.of(DigitalState.HIGH), relay);
    }

    @Test
    void anOutputWithoutInitialStateIsPulledLowAsOnTheBoard() {
        board.create(
                DigitalOutput.newConfigBuilder(board).id("output").address(22).build());
        assertEquals(List.of(DigitalState.LOW), relay);
    }

    @Test
    void anOutputSwitchesItsLineAndLeavesItWhenTheBoardIsShutDown() {
        DigitalOutput output = output(22, DigitalState.LOW);
        output.state(DigitalState.HIGH);
        output.low();
        output.on();
        board.shutdown(output.id());
        assertEquals(List.of(DigitalState.LOW, DigitalState.HIGH, DigitalState.LOW, DigitalState.HIGH), relay);
    }

    @Test
    void anOutputThatNothingHangsOnIsHarmless() {
        output(23, DigitalState.HIGH).low();
        assertEquals(List.of(), relay);
    }

    private DigitalOutput output(int gpio, DigitalState initial) {
        return board.create(DigitalOutput.newConfigBuilder(board)
                .id("output-" + gpio)
                .address(gpio)
                .initial(initial)
                .build());
    }

    private void assertLamp(double... expected) {
        double[] told = lamp.stream().mapToDouble(Double::doubleValue).toArray();
        assertArrayEquals(expected, told, 1e-6, () -> Arrays.toString(told));
    }

    private DigitalInput input(int gpio, PullResistance pull) {
        return board.create(DigitalInput.newConfigBuilder(board)
                .id("input-" + gpio)
                .address(gpio)
                .pull(pull)
                .build());
    }

    private Pwm pwm(int channel, PwmPolarity polarity) {
        return board.create(Pwm.newConfigBuilder(board)
                .id("pwm-" + channel)
                .address(channel)
                .pwmType(PwmType.HARDWARE)
                .polarity(polarity)
                .build());
    }
}
