package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.uplink.Failover.Candidate;
import io.smartpole.uplink.Failover.Choice;
import io.smartpole.uplink.Failover.Course;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverTest {

    private static final Duration NOW = Duration.ofSeconds(1000);
    private static final Duration RETURN_AFTER = Duration.ofSeconds(60);

    /**
     * Each endpoint is written as {@code up:seconds}, {@code queues}, {@code trying} (its first attempt) or {@code failed}; a
     * {@code !} behind it says that it failed before and is not stable yet, a {@code -} that it takes no readings. Others use all of them too, but for {@code mine}.
     */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # cloud1  | cloud2  | local1  | active | course    | next   | held
            trying    | trying  | trying  | -      | SEARCHING | -      | cloud1
            up:0      | trying  | trying  | -      | PREFERRED | cloud1 | cloud1 cloud2
            up:5      | up:0    | trying  | cloud1 | PREFERRED | cloud1 | cloud1 cloud2
            failed    | trying  | trying  | -      | SEARCHING | -      | cloud1 cloud2
            failed    | failed  | trying  | -      | SEARCHING | -      | cloud1 cloud2 local1
            failed    | failed  | failed  | -      | SEARCHING | -      | cloud1 cloud2 local1
            failed    | up:9    | trying  | cloud1 | FALLBACK  | cloud2 | cloud1 cloud2 local1
            failed    | up:9    | up:3    | cloud2 | FALLBACK  | cloud2 | cloud1 cloud2 local1
            failed    | failed  | up:3    | cloud2 | FALLBACK  | local1 | cloud1 cloud2 local1
            up:1!     | up:9    | up:3    | cloud2 | RETURNING | cloud2 | cloud1 cloud2 local1
            up:59!    | up:99   | up:99   | cloud2 | RETURNING | cloud2 | cloud1 cloud2 local1
            up:60     | up:99   | up:99   | cloud2 | PREFERRED | cloud1 | cloud1 cloud2
            up:1!     | failed  | failed  | cloud2 | PREFERRED | cloud1 | cloud1 cloud2 local1
            up:1!     | up:61   | up:99   | local1 | RETURNING | cloud2 | cloud1 cloud2 local1
            failed    | up:1!   | up:99   | local1 | RETURNING | local1 | cloud1 cloud2 local1
            up:1!     | up:1!   | failed  | -      | PREFERRED | cloud1 | cloud1 cloud2 local1
            trying    | up:99   | up:99   | cloud2 | FALLBACK  | cloud2 | cloud1 cloud2
            trying    | trying  | up:99   | local1 | FALLBACK  | local1 | cloud1 local1
            # readings wait while a local one is in use, so a cloud needs to hold for 5 s only
            failed    | up:4!   | up:99   | local1 | RETURNING | local1 | cloud1 cloud2 local1
            failed    | up:5!   | up:99   | local1 | FALLBACK  | cloud2 | cloud1 cloud2 local1
            # one that takes no readings is passed over for another cloud, not for a local one, and is not gone back to
            up:600-   | up:4    | trying  | cloud1 | PREFERRED | cloud1 | cloud1 cloud2
            up:600-   | up:5    | trying  | cloud1 | RETURNING | cloud2 | cloud1 cloud2
            up:600-   | up:600  | trying  | cloud2 | RETURNING | cloud2 | cloud1 cloud2
            up:600-   | failed  | up:600  | cloud1 | PREFERRED | cloud1 | cloud1 cloud2 local1
            up:600-   | failed  | up:600  | local1 | PREFERRED | cloud1 | cloud1 cloud2 local1
            up:600-   | up:600- | trying  | cloud1 | PREFERRED | cloud1 | cloud1 cloud2
            up:600-   | up:600- | trying  | cloud2 | PREFERRED | cloud1 | cloud1 cloud2
            # one that queues keeps nobody waiting where no other pole comes
            queues    | trying  | trying  | -      | SEARCHING | -      | cloud1
            queues    | trying  | mine    | -      | SEARCHING | -      | cloud1 local1
            failed    | queues  | mine    | -      | SEARCHING | -      | cloud1 cloud2 local1
            up:9      | queues  | mine    | cloud1 | PREFERRED | cloud1 | cloud1 cloud2 local1
            """)
    void theTable(
            String cloud1,
            String cloud2,
            String local1,
            @Nullable String active,
            Course course,
            @Nullable String next,
            String held) {
        List<Candidate> candidates =
                List.of(candidate("cloud1", cloud1), candidate("cloud2", cloud2), candidate("local1", local1));
        assertEquals(
                new Choice(course, next, Set.of(held.split(" "))),
                Failover.choose(true, candidates, active, NOW, RETURN_AFTER));
    }

    @Test
    void withoutEndpointsItIsOff() {
        assertEquals(
                new Choice(Course.OFF, null, Set.of()), Failover.choose(true, List.of(), "cloud1", NOW, RETURN_AFTER));
    }

    @Test
    void oneAloneNeedsNoStandby() {
        Choice choice = Failover.choose(true, List.of(candidate("cloud1", "up:0")), null, NOW, RETURN_AFTER);
        assertEquals(new Choice(Course.PREFERRED, "cloud1", Set.of("cloud1")), choice);
    }

    /** What must hold however it came about. */
    @Test
    void inEverySituationWhatIsUpIsUsedAndADecisionIsFinal() {
        long seed = 20261121;
        Random random = new Random(seed);
        String[] kinds = {"trying", "queues", "mine", "failed", "up:0", "up:30!", "up:59", "up:60", "up:600", "up:600-"
        };
        for (int round = 0; round < 20_000; round++) {
            List<Candidate> candidates = new ArrayList<>();
            for (String slot : Settings.SLOTS.subList(0, 1 + random.nextInt(4))) {
                candidates.add(candidate(slot, kinds[random.nextInt(kinds.length)]));
            }
            String active = random.nextBoolean() ? Settings.SLOTS.get(random.nextInt(4)) : null;
            Choice choice = Failover.choose(true, candidates, active, NOW, RETURN_AFTER);
            String hint = "seed " + seed + ", round " + round + ": " + candidates + ", " + active + " -> " + choice;
            boolean anyUp = candidates.stream().anyMatch(Candidate::up);
            assertEquals(anyUp, choice.active() != null, hint);
            assertTrue(
                    candidates.stream()
                            .filter(candidate -> candidate.name().equals(choice.active()))
                            .allMatch(Candidate::up),
                    hint);
            assertTrue(choice.held().contains(candidates.get(0).name()), hint);
            assertTrue(choice.active() == null || choice.held().contains(choice.active()), hint);
            assertEquals(choice, Failover.choose(true, candidates, choice.active(), NOW, RETURN_AFTER), hint);
        }
    }

    @Test
    void withoutANameNoneIsHeldNotEvenTheOneInUse() {
        List<Candidate> candidates = List.of(candidate("cloud1", "up:99"), candidate("mine", "up:99"));
        assertEquals(
                new Choice(Course.UNNAMED, null, Set.of()),
                Failover.choose(false, candidates, "cloud1", NOW, RETURN_AFTER));
    }

    @Test
    void withoutANameAndWithoutAnEndpointTheEndpointIsWhatIsMissingFirst() {
        assertEquals(
                new Choice(Course.OFF, null, Set.of()), Failover.choose(false, List.of(), null, NOW, RETURN_AFTER));
    }

    private static Candidate candidate(String name, String how) {
        int failures = how.equals("failed") || how.endsWith("!") ? 1 : 0;
        boolean up = how.startsWith("up:");
        Duration since = up ? NOW.minusSeconds(Long.parseLong(how.substring(3).replaceAll("[!-]", ""))) : null;
        return new Candidate(
                name,
                name.startsWith("cloud"),
                how.endsWith("-"),
                !how.equals("mine"),
                how.equals("queues"),
                since,
                failures);
    }
}
