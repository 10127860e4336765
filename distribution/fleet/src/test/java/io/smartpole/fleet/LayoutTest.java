package io.smartpole.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.smartpole.core.pole.PoleIdentity;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private final Layout layout = new Layout("fleet");

    @Test
    void aThousandPolesAreOnFortyCabinetsAndNeighboursOnDifferentPhases() {
        Map<String, Long> cabinets = IntStream.rangeClosed(1, 1000)
                .mapToObj(layout::pole)
                .collect(Collectors.groupingBy(PoleIdentity::cabinet, Collectors.counting()));
        assertEquals(40, cabinets.size());
        assertEquals(Set.of(25L), new HashSet<>(cabinets.values()));
        assertNotEquals(layout.pole(7).phase(), layout.pole(8).phase());
    }

    @Test
    void noTwoPolesHaveOneNumberOrOnePlace() {
        assertEquals(1000, distinct(PoleIdentity::pole));
        assertEquals(1000, distinct(pole -> String.valueOf(pole.place())));
    }

    private long distinct(Function<PoleIdentity, String> what) {
        return IntStream.rangeClosed(1, 1000)
                .mapToObj(layout::pole)
                .map(what)
                .distinct()
                .count();
    }
}
