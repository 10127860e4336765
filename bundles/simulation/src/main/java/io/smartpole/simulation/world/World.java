package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What surrounds the pole, as a function of seed, place and time: whoever asks twice for the same moment gets the same
 * answer, at any speed and after any restart.
 */
public final class World {

    /** Light of the pole's own lamp that reaches its light sensor, at full light, in lx. */
    private static final double OWN_LIGHT = 1.5;

    private static final double MAINS_VOLTAGE = 231;
    private static final double MAINS_WANDER = 5;

    private final Supplier<Place> place;
    private final Weather weather;
    private final PassersBy passersBy;
    private final DoorOpenings doorOpenings;
    private final HalfNight halfNight;
    private final SmoothNoise feed;
    private final SmoothNoise mains;
    private final SmoothNoise lampFlicker;

    /** @param place where the pole stands; asked at every look, for a technician may move the pole */
    public World(long seed, Supplier<Place> place) {
        Chance chance = new Chance(seed);
        this.place = place;
        this.weather = new Weather(chance.of("weather"));
        this.passersBy = new PassersBy(chance.of("passers-by"), place);
        this.doorOpenings = new DoorOpenings(chance.of("door"), place);
        this.halfNight = new HalfNight(place);
        this.mains = new SmoothNoise(chance.of("mains"), Duration.ofMinutes(11));
        this.feed = new SmoothNoise(chance.of("feed"), Duration.ofMinutes(3));
        this.lampFlicker = new SmoothNoise(chance.of("lamp"), Duration.ofSeconds(20));
    }

    public Air airAt(Instant time) {
        return weather.airAt(time, place.get());
    }

    /**
     * @param lampLight what the pole's own lamp gives, 0 to 1
     * @return illuminance at the light sensor in lx
     */
    public double illuminanceAt(Instant time, double lampLight) {
        double elevation = Daylight.sunElevation(time, place.get());
        return Daylight.illuminance(elevation, weather.cloudsAt(time)) + OWN_LIGHT * lampLight;
    }

    /** @return when somebody is in front of the presence sensor */
    public Occasions passersBy() {
        return passersBy;
    }

    /** @return when the pole's door is open */
    public Occasions doorOpenings() {
        return doorOpenings;
    }

    /** @return when the cabinet has switched the half-night phase on */
    public Occasions halfNight() {
        return halfNight;
    }

    /** @return in V; EN 50160 allows 207 to 253 */
    public double mainsVoltageAt(Instant time) {
        return MAINS_VOLTAGE + MAINS_WANDER * mains.at(time);
    }

    /**
     * @param lampPower what the lamp takes on average, in W
     * @return what it takes at this moment, measured in its feed
     */
    public Feed feedAt(Instant time, double lampPower) {
        return Feed.under(lampPower * (1 + 0.003 * lampFlicker.at(time)), feed.at(time));
    }
}
