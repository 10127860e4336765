package io.smartpole.simulation;

import com.pi4j.io.gpio.digital.DigitalState;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Analogue;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Pwm;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Relay;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.time.TimeSource;
import io.smartpole.simulation.chips.Gp8403;
import io.smartpole.simulation.dali.ControlGear;
import io.smartpole.simulation.dali.DaliBus;
import io.smartpole.simulation.dali.DaliHat;
import io.smartpole.simulation.dali.Load;
import io.smartpole.simulation.world.Luminaire;
import io.smartpole.simulation.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lamp, and what stands between it and the pole's computer: a PWM channel, a DAC, a DALI interface with its control
 * gear, or a relay.
 */
final class LampCircuit {

    private static final Logger LOG = LoggerFactory.getLogger(LampCircuit.class);

    /** DALI levels. */
    private static final int OFF = 0;

    private static final int FULL = 254;

    private final TimeSource time;
    private final Luminaire luminaire;
    private final Map<Integer, DoubleConsumer> channels;
    private final Map<Integer, Consumer<DigitalState>> relays;
    private final Map<String, DaliHat> serialLines;
    private final @Nullable DaliBus dali;

    /**
     * @param board takes the DAC, if the lamp has one
     * @param world asked at every look, for it may become another
     */
    LampCircuit(LampWiring wiring, TimeSource time, SensorBoard board, Supplier<World> world) {
        this.time = time;
        boolean darkUndriven = wiring.gatewayDead().equals("off");
        this.luminaire = new Luminaire(wiring.type(), darkUndriven ? 0 : 1, worldSinceBoot());
        LampDriver driver = wiring.driver();
        channels = driver instanceof Pwm pwm
                ? Map.of(pwm.channel(), high -> drive(pwm.inverted() ? 1 - high : high))
                : Map.of();
        relays = driver instanceof Relay relay
                ? Map.of(relay.gpio(), state -> drive(state.isHigh() != relay.activeLow() ? 1 : 0))
                : Map.of();
        if (driver instanceof Dali gear) {
            Load load = new GearLoad(luminaire, wiring.type().ratedPower(), time, world);
            int level = darkUndriven ? OFF : FULL;
            dali = new DaliBus(
                    new ControlGear(gear.shortAddress(), level, load),
                    new ControlGear(gear.shortAddress(), level, Load.NOTHING));
            serialLines = Map.of(gear.device(), new DaliHat(dali));
        } else {
            dali = null;
            serialLines = Map.of();
        }
        if (driver instanceof Analogue analogue) {
            solder(analogue, board);
        }
    }

    private void solder(Analogue wiring, SensorBoard board) {
        if (!wiring.dac().equals("gp8403")) {
            LOG.warn("lamp: there is no simulated DAC '{}', so nothing answers at its address", wiring.dac());
            return;
        }
        board.solder(wiring.bus(), wiring.address(), new Gp8403((channel, volts) -> {
            if (channel == wiring.channel()) {
                drive(light(volts, wiring));
            }
        }));
    }

    /** The control gear's input: off below the lowest voltage, from there in proportion. */
    private static double light(double volts, Analogue wiring) {
        double light = (volts - wiring.lowest()) / (wiring.full() - wiring.lowest());
        return Math.max(0, Math.min(1, light));
    }

    Map<Integer, DoubleConsumer> channels() {
        return channels;
    }

    Map<Integer, Consumer<DigitalState>> relays() {
        return relays;
    }

    Map<String, DaliHat> serialLines() {
        return serialLines;
    }

    /** Lets the control gear go on with what it does by itself. */
    void follow() {
        if (dali != null) {
            dali.advance(sinceBoot());
        }
    }

    void apply(Faults faults) {
        luminaire.defect(faults.lamp(), worldSinceBoot());
        luminaire.mains(!faults.mainsOff(), worldSinceBoot());
        if (dali != null) {
            dali.mains(!faults.mainsOff(), sinceBoot());
            dali.faults(faults.dali());
        } else if (!faults.dali().isEmpty()) {
            LOG.warn("Faults of the control gear {} change nothing: the lamp has no DALI driver", faults.dali());
        }
    }

    /** @return 0 to 1 of its full light */
    double light() {
        return luminaire.light(worldSinceBoot());
    }

    /** @return in W */
    double power() {
        return luminaire.power(worldSinceBoot());
    }

    private void drive(double light) {
        luminaire.drive(light, worldSinceBoot());
    }

    private Duration worldSinceBoot() {
        return time.world().sinceBoot();
    }

    private Duration sinceBoot() {
        return time.now().sinceBoot();
    }
}
