package io.smartpole.uplink;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.uplink.Problem.Side;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The poles of a city after something that befell all of them: when each tries to connect, in virtual time. The broker here
 * takes everybody at once, so that no pole changes the lot of another, and each is followed by itself.
 */
final class Herd {

    static final int POLES = 10_000;

    private static final long MINUTE = 60_000;

    /** From cutting the mains back in to a running gateway, which differs from pole to pole. */
    private static final long BOOT_SPREAD = 20_000;

    /** A mobile network does not take all its modems back in the same second. */
    private static final long MODEM_SPREAD = 30_000;

    /** A line that went dead is noticed with the next acknowledgement that stays out, so between these. */
    private static final long NOTICED_FIRST = 15_000;

    private static final long NOTICED_LAST = 45_000;

    /** When a connect sends its SYN again into a line that is dead (RFC 6298: after 1 s, 2 s more, 4 s more ...). */
    private static final long[] SYN = {0, 1_000, 3_000, 7_000, 15_000};

    private static final HardwareProfile SWITCHED = TestProfile.of(Supply.NIGHT_SWITCHED);
    private static final HardwareProfile PERMANENT = TestProfile.of(Supply.PERMANENT);

    /** What all poles of a city can suffer together. */
    enum Kind {
        /** Closes all connections, then refuses new ones. */
        BROKER,
        /** Nothing passes, and nobody says so. */
        NETWORK,
        /** Mains are switched on in the cabinets. */
        DUSK,
        /** Mains come back that should never have gone. */
        POWER_CUT
    }

    /** @param millis how long it lasts; 0 where it is its end that matters */
    record Trouble(Kind kind, long millis) {

        String label() {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return millis == 0 ? name : name + "-" + millis / 1000 + "s";
        }

        @Override
        public String toString() {
            return label();
        }
    }

    /** Over before a pole's quick first attempt after the loss of its line is: see {@link Backoff}. */
    static final Trouble BLINK = new Trouble(Kind.NETWORK, 30_000);

    static final List<Trouble> TROUBLES = List.of(
            new Trouble(Kind.BROKER, 1_000),
            new Trouble(Kind.BROKER, 10_000),
            new Trouble(Kind.BROKER, MINUTE),
            new Trouble(Kind.BROKER, 4 * MINUTE),
            new Trouble(Kind.BROKER, 10 * MINUTE),
            new Trouble(Kind.BROKER, 60 * MINUTE),
            new Trouble(Kind.NETWORK, MINUTE),
            new Trouble(Kind.NETWORK, 4 * MINUTE),
            new Trouble(Kind.NETWORK, 10 * MINUTE),
            new Trouble(Kind.NETWORK, 60 * MINUTE),
            new Trouble(Kind.DUSK, 0),
            new Trouble(Kind.POWER_CUT, 0));

    /** When a client connects; the answers are waits. */
    interface Client {

        Duration first(HardwareProfile profile, PreviousEnd before, RandomGenerator random);

        Duration again(int failures, Side side, RandomGenerator random);
    }

    /** The gateway, with the code that it really runs. */
    static final Client GATEWAY = new Client() {

        @Override
        public Duration first(HardwareProfile profile, PreviousEnd before, RandomGenerator random) {
            Turn turn = Turn.draw(Duration.ZERO, random);
            return turn.hasCome(profile, Optional.of(before), Duration.ZERO) ? Duration.ZERO : turn.at();
        }

        @Override
        public Duration again(int failures, Side side, RandomGenerator random) {
            return Backoff.delay(failures, side, true, random);
        }
    };

    /** As Paho reconnects by itself: after 1 s, 2 s, 4 s ... 128 s. */
    static final Client NAIVE = new Client() {

        @Override
        public Duration first(HardwareProfile profile, PreviousEnd before, RandomGenerator random) {
            return Duration.ZERO;
        }

        @Override
        public Duration again(int failures, Side side, RandomGenerator random) {
            return Duration.ofSeconds(1L << Math.min(failures - 1, 7));
        }
    };

    /**
     * How it went.
     *
     * @param peak most attempts that reached the broker within one second, those that it refused included
     * @param medianSeconds until half of the poles were connected, since service or mains came back
     * @param lastSeconds until all were
     */
    record Outcome(int peak, double medianSeconds, double lastSeconds) {}

    private final Trouble trouble;
    private final Client client;
    private final RandomGenerator random;
    private final int[] perSecond;

    private Herd(Trouble trouble, Client client, long seed) {
        this.trouble = trouble;
        this.client = client;
        this.random = new Random(seed);
        this.perSecond = new int[(int) ((trouble.millis() + 60 * MINUTE) / 1000)];
    }

    static Outcome follow(Trouble trouble, Client client, long seed) {
        return new Herd(trouble, client, seed).all();
    }

    private Outcome all() {
        long[] waited = new long[POLES];
        for (int pole = 0; pole < POLES; pole++) {
            waited[pole] = connectedAt() - trouble.millis();
        }
        Arrays.sort(waited);
        int peak = Arrays.stream(perSecond).max().orElseThrow();
        return new Outcome(peak, waited[POLES / 2] / 1e3, waited[POLES - 1] / 1e3);
    }

    /** @return when one pole is connected, in ms since the trouble began */
    private long connectedAt() {
        return switch (trouble.kind()) {
            case BROKER -> afterBrokerRestart();
            case NETWORK -> afterNetworkOutage();
            case DUSK -> afterBoot(SWITCHED, PreviousEnd.AFTER_CLEAN_STOP);
            case POWER_CUT -> afterBoot(PERMANENT, PreviousEnd.AFTER_UNCLEAN_STOP);
        };
    }

    private long afterBrokerRestart() {
        long now = 0;
        int failures = 1; // the connection that was closed
        while (true) {
            now += client.again(failures, Side.BROKER, random).toMillis();
            reach(now);
            if (now >= trouble.millis()) {
                return now;
            }
            failures++;
        }
    }

    private long afterNetworkOutage() {
        long back = trouble.millis() + random.nextLong(MODEM_SPREAD);
        long now = random.nextLong(NOTICED_FIRST, NOTICED_LAST);
        if (now >= back) {
            return back; // TCP has sent again what was lost, and the connection goes on
        }
        int failures = 1; // the connection that went dead
        while (true) {
            now += client.again(failures, Side.LINE, random).toMillis();
            for (long syn : SYN) {
                if (now + syn >= back) {
                    reach(now + syn);
                    return now + syn;
                }
            }
            now += LinkState.CONNECTING.limit().toMillis();
            failures++;
        }
    }

    private long afterBoot(HardwareProfile profile, PreviousEnd before) {
        long now = random.nextLong(BOOT_SPREAD)
                + client.first(profile, before, random).toMillis();
        reach(now);
        return now;
    }

    private void reach(long millis) {
        perSecond[(int) (millis / 1000)]++;
    }
}
