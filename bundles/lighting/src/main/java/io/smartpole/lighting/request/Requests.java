package io.smartpole.lighting.request;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Approach;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.EndEmergency;
import io.smartpole.core.light.LightRequest.EndLocalService;
import io.smartpole.core.light.LightRequest.LocalService;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.time.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the light and has not ended. Override and emergency are kept over a restart. Local service is not: a
 * technician who is gone must not leave a dark lamp behind. Nor is a neighbour's word that somebody comes.
 */
public final class Requests {

    private static final String OVERRIDE = "override";
    private static final String EMERGENCY = "emergency";

    private final Path folder;
    private final Held override;
    private final Held emergency;
    private volatile @Nullable TimedRequest service;
    private volatile @Nullable TimedRequest approach;

    /** @param folder where requests are kept; not read before {@link #open} */
    public Requests(Path folder) {
        this.folder = folder;
        this.override = new Held(OVERRIDE, new RequestFile(folder, OVERRIDE, false));
        this.emergency = new Held(EMERGENCY, new RequestFile(folder, EMERGENCY, false));
    }

    /**
     * Takes over what was kept for that world; what was in force is of another world and ends.
     *
     * @param simulated true for the simulated world
     */
    public void open(boolean simulated) {
        service = null;
        approach = null;
        override.open(new RequestFile(folder, OVERRIDE, simulated));
        emergency.open(new RequestFile(folder, EMERGENCY, simulated));
    }

    public @Nullable TimedRequest override(Moment now) {
        return override.at(now);
    }

    public @Nullable TimedRequest emergency(Moment now) {
        return emergency.at(now);
    }

    public @Nullable TimedRequest localService(Moment now) {
        TimedRequest held = service;
        return held != null && held.holds(now) ? held : null;
    }

    /** @return how long ago a neighbour's word held: zero while it does; null if there was none */
    public @Nullable Duration sinceApproach(Moment now) {
        TimedRequest word = approach;
        if (word == null) {
            return null;
        }
        Duration since = now.sinceBoot().minus(word.endSinceBoot());
        return since.isNegative() ? Duration.ZERO : since;
    }

    /** @return what is wrong with keeping requests; null if nothing */
    public @Nullable String problem() {
        return Stream.of(override, emergency)
                .map(Held::problem)
                .filter(problem -> problem != null)
                .findFirst()
                .orElse(null);
    }

    /**
     * @param now the world's time; null if there is no clock
     * @param followed told as soon as the request is in force, before the disk is
     */
    public LightResult request(LightRequest request, @Nullable Moment now, Runnable followed) {
        if (request instanceof Resume) {
            return accepted(override.end(now, followed));
        }
        if (request instanceof EndEmergency) {
            return accepted(emergency.end(now, followed));
        }
        if (request instanceof EndLocalService) {
            TimedRequest ended = service;
            boolean held = ended != null && (now == null || ended.holds(now));
            service = null;
            followed.run();
            return accepted(held ? "local service has ended" : "there was no local service");
        }
        if (now == null) {
            return refused("there is no clock that could end it; try again when the gateway has started");
        }
        if (request instanceof SetLevel set) {
            return checked(
                    "an override",
                    set.duration(),
                    SetLevel.LONGEST,
                    () -> "%s for %d s%s"
                            .formatted(
                                    set.level(),
                                    seconds(set.duration()),
                                    override.begin(set.level(), set.duration(), now, followed)));
        }
        if (request instanceof Emergency call) {
            return checked(
                    "an emergency",
                    call.duration(),
                    Emergency.LONGEST,
                    () -> "full light for %d s%s"
                            .formatted(
                                    seconds(call.duration()),
                                    emergency.begin(LightLevel.FULL, call.duration(), now, followed)));
        }
        if (request instanceof LocalService hold) {
            return checked("local service", hold.duration(), LocalService.LONGEST, () -> {
                service = lasting(hold.level(), hold.duration(), now);
                followed.run();
                return "the lamp is held at %s for %d s, then it goes back by itself; off by software is no isolation"
                        .formatted(hold.level(), seconds(hold.duration()));
            });
        }
        if (request instanceof Approach comes) {
            return checked("an approach", comes.duration(), Approach.LONGEST, () -> {
                TimedRequest word = lasting(LightLevel.FULL, comes.duration(), now);
                TimedRequest former = approach;
                // Somebody who is gone sooner does not take away the light of who comes later.
                approach = former != null && former.endSinceBoot().compareTo(word.endSinceBoot()) > 0 ? former : word;
                followed.run();
                return "somebody comes, for %d s".formatted(seconds(comes.duration()));
            });
        }
        throw new IllegalStateException("unknown request " + request);
    }

    /** Only its length counts: it never outlives this run. */
    private static TimedRequest lasting(LightLevel level, Duration length, Moment now) {
        return new TimedRequest(level, null, now.sinceBoot().plus(length));
    }

    private interface Following {
        String follow();
    }

    private static LightResult checked(String what, Duration length, Duration longest, Following following) {
        if (length.compareTo(LightRequest.SHORTEST) < 0 || length.compareTo(longest) > 0) {
            return refused("%s lasts 1 to %d s, but %d s were asked for"
                    .formatted(what, longest.toSeconds(), seconds(length)));
        }
        return accepted(following.follow());
    }

    private static long seconds(Duration length) {
        return length.toSeconds();
    }

    private static LightResult accepted(String message) {
        return new LightResult(Outcome.ACCEPTED, message);
    }

    private static LightResult refused(String why) {
        return new LightResult(Outcome.REFUSED, why);
    }
}
