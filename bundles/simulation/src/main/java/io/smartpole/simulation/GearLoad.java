package io.smartpole.simulation;

import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.simulation.dali.Load;
import io.smartpole.simulation.world.Luminaire;
import io.smartpole.simulation.world.Luminaire.Counters;
import io.smartpole.simulation.world.World;
import java.util.function.Supplier;

/** The luminaire as its control gear drives and measures it: in the world's time. */
final class GearLoad implements Load {

    /** How much warmer than the air a gear is: standing by, and added to that when warm at full light; in K. */
    private static final double STANDBY_HEAT = 3;

    private static final double FULL_HEAT = 28;

    private final Luminaire luminaire;
    private final double ratedPower;
    private final TimeSource time;
    private final Supplier<World> world;

    GearLoad(Luminaire luminaire, double ratedPower, TimeSource time, Supplier<World> world) {
        this.luminaire = luminaire;
        this.ratedPower = ratedPower;
        this.time = time;
        this.world = world;
    }

    @Override
    public void drive(double light) {
        luminaire.drive(light, time.world().sinceBoot());
    }

    @Override
    public boolean open() {
        return luminaire.open();
    }

    @Override
    public Figures figures() {
        Moment now = time.world();
        Counters counters = luminaire.counters(now.sinceBoot());
        double heat = STANDBY_HEAT + FULL_HEAT * luminaire.warmth(now.sinceBoot());
        return new Figures(
                ratedPower,
                luminaire.power(now.sinceBoot()),
                counters.energy(),
                luminaire.light(now.sinceBoot()),
                counters.powered().toSeconds(),
                counters.powerUps(),
                counters.lit().toSeconds(),
                counters.starts(),
                world.get().mainsVoltageAt(now.instant()),
                world.get().airAt(now.instant()).temperature() + heat);
    }
}
