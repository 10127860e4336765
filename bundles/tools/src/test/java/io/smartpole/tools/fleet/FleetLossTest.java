package io.smartpole.tools.fleet;

import static io.smartpole.tools.fleet.FleetPole.Presence.ASLEEP;
import static io.smartpole.tools.fleet.FleetPole.Presence.OFFLINE;
import static io.smartpole.tools.fleet.FleetPole.Presence.ONLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.tools.TestHealth;
import io.smartpole.tools.fleet.FleetPole.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When several losses are one. */
class FleetLossTest {

    private static final Instant NOW = Instant.parse("2026-11-21T21:00:00Z");

    private final List<FleetPole> fleet = new ArrayList<>();

    /** @param secondsAgo when it was lost; null if that was before anybody looked */
    private void pole(String cabinet, String phase, Presence presence, @Nullable Integer secondsAgo) {
        fleet.add(new FleetPole(
                "dormagen",
                "p-" + (fleet.size() + 1),
                presence,
                secondsAgo == null ? null : NOW.minusSeconds(secondsAgo),
                null,
                TestHealth.of(HealthStatus.OK, cabinet, phase),
                null));
    }

    private void poles(int count, String cabinet, String phase, Presence presence, @Nullable Integer secondsAgo) {
        for (int i = 0; i < count; i++) {
            pole(cabinet, phase, presence, secondsAgo);
        }
    }

    private List<String> losses() {
        return FleetLoss.of(fleet, NOW).stream()
                .map(loss -> loss.where() + " " + loss.poles().size() + "/" + loss.ofCabinet())
                .toList();
    }

    @Test
    void twoOfManyAreTwoFaults() {
        poles(2, "S-1", "L1", OFFLINE, 5);
        poles(8, "S-1", "L1", ONLINE, null);
        assertEquals(List.of(), losses());
    }

    @Test
    void threeOfACabinetWithinAMinuteAreOne() {
        pole("S-1", "L1", OFFLINE, 60);
        pole("S-1", "L2", OFFLINE, 30);
        pole("S-1", "L3", OFFLINE, 0);
        poles(8, "S-1", "L1", ONLINE, null);
        assertEquals(List.of("dormagen cabinet S-1 3/11"), losses());
        assertEquals(NOW.minusSeconds(60), FleetLoss.of(fleet, NOW).get(0).since());
    }

    @Test
    void threeOverALongerTimeAreNot() {
        pole("S-1", "L1", OFFLINE, 121);
        pole("S-1", "L1", OFFLINE, 60);
        pole("S-1", "L1", OFFLINE, 0);
        poles(8, "S-1", "L1", ONLINE, null);
        assertEquals(List.of(), losses());
    }

    @Test
    void halfOfASmallCabinetIsOneButASinglePoleNever() {
        poles(2, "S-1", "L1", OFFLINE, 5);
        poles(2, "S-1", "L1", ONLINE, null);
        pole("S-2", "L1", OFFLINE, 5);
        pole("S-3", "L1", OFFLINE, 5);
        pole("S-3", "L1", ONLINE, null);
        assertEquals(List.of("dormagen cabinet S-1 2/4"), losses());
    }

    @Test
    void aPhaseThatFailedAloneIsNamed() {
        poles(4, "S-1", "L2", OFFLINE, 5);
        poles(4, "S-1", "L1", ONLINE, null);
        poles(4, "S-1", "L3", ONLINE, null);
        assertEquals(List.of("dormagen cabinet S-1, phase L2 4/12"), losses());
    }

    @Test
    void poleThatSleepOrAreWorkedOnAreNotLost() {
        poles(5, "S-1", "L1", ASLEEP, 5);
        for (int i = 0; i < 5; i++) {
            fleet.add(new FleetPole(
                    "dormagen",
                    "m-" + i,
                    OFFLINE,
                    NOW,
                    null,
                    TestHealth.inMaintenance("S-2", NOW.plusSeconds(60)),
                    null));
        }
        assertEquals(List.of(), losses());
    }

    @Test
    void maintenanceThatIsOverCountsNoMore() {
        for (int i = 0; i < 3; i++) {
            fleet.add(new FleetPole(
                    "dormagen",
                    "m-" + i,
                    OFFLINE,
                    NOW,
                    null,
                    TestHealth.inMaintenance("S-2", NOW.minusSeconds(1)),
                    null));
        }
        assertEquals(List.of("dormagen cabinet S-2 3/3"), losses());
    }

    @Test
    void thoseThatWereLostBeforeAnybodyLookedAreABunchOfTheirOwn() {
        poles(3, "S-1", "L1", OFFLINE, null);
        poles(4, "S-1", "L1", OFFLINE, 5);
        poles(9, "S-1", "L1", ONLINE, null);
        assertEquals(List.of("dormagen cabinet S-1 4/16", "dormagen cabinet S-1 3/16"), losses());
    }

    @Test
    void polesWithoutACabinetAreNotPutTogether() {
        poles(5, "", "L1", OFFLINE, 5);
        assertEquals(List.of(), losses());
    }

    @Test
    void cabinetsOfTwoSitesAreNotTheSame() {
        poles(2, "S-1", "L1", OFFLINE, 5);
        poles(5, "S-1", "L1", ONLINE, null);
        fleet.add(new FleetPole("koeln", "p-1", OFFLINE, NOW, null, TestHealth.of(HealthStatus.OK, "S-1", "L1"), null));
        fleet.add(new FleetPole("koeln", "p-2", ONLINE, NOW, null, TestHealth.of(HealthStatus.OK, "S-1", "L1"), null));
        fleet.add(new FleetPole("koeln", "p-3", ONLINE, NOW, null, TestHealth.of(HealthStatus.OK, "S-1", "L1"), null));
        assertEquals(List.of(), losses());
    }
}
