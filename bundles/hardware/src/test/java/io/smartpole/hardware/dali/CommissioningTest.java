package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.TestTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommissioningTest {

    private final FakeBoard board = new FakeBoard();
    private final FakeGear gear = new FakeGear();

    @BeforeEach
    void connect() {
        board.serial.answers = gear;
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void writesNothingWhenAllIsAsTheProfileSays() {
        assertEquals(List.of(), commissioning(LightLevel.FULL, LightLevel.FULL).run());
        assertEquals(List.of(), written());
    }

    @Test
    void writesWhatDiffersAndOnlyThat() {
        gear.settings.putAll(Map.of(0x2D, 100, 0x2E, 4));
        assertEquals(List.of(), commissioning(LightLevel.FULL, LightLevel.FULL).run());
        assertEquals(List.of("hA3FE", "t0B2D", "hA300", "t0B2E"), written());
        assertEquals(Map.of(0x2A, 254, 0x2C, 254, 0x2D, 254, 0x2E, 0, 0x30, 0), gear.settings);
    }

    @Test
    void levelsFollowTheDimmingCurveAndHoldIsMask() {
        commissioning(LightLevel.percent(50), null).run();
        assertEquals(229, gear.settings.get(0x2D));
        assertEquals(255, gear.settings.get(0x2C));
    }

    @Test
    void aSecondLookWritesNothing() {
        Commissioning commissioning = commissioning(LightLevel.percent(50), null);
        commissioning.run();
        board.serial.sent.clear();
        assertEquals(List.of(), commissioning.run());
        assertEquals(List.of(), written());
    }

    @Test
    void tellsWhatIsNotKeptAndDoesNotWearTheMemoryOut() {
        gear.settings.put(0x2D, 100);
        gear.stubborn = 0x2D;
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        List<String> problem = List.of("control gear 5 does not keep its power-on level: told 254, it has 100");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertEquals(problem, commissioning.run());
        }
        assertEquals(3, settingsSent("t0B2D"));
        board.serial.sent.clear();
        assertEquals(problem, commissioning.run());
        assertEquals(List.of(), written());

        commissioning.forget();
        gear.stubborn = -1;
        assertEquals(List.of(), commissioning.run(), "another gear");
        assertEquals(254, gear.settings.get(0x2D));
    }

    @Test
    void storesNothingWhenTheGearDidNotHearTheValue() {
        gear.settings.put(0x2D, 100);
        gear.instead.put("hA3FE", "N"); // a disturbance hits the frame that fills DTR0
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        assertEquals(
                List.of("control gear 5 does not keep its power-on level: told 254, it has 100"), commissioning.run());
        assertEquals(100, gear.settings.get(0x2D));
        assertEquals(0, settingsSent("t0B2D"));

        gear.instead.clear();
        assertEquals(List.of(), commissioning.run(), "the next attempt");
        assertEquals(254, gear.settings.get(0x2D));
    }

    @Test
    void tellsWhatTheGearMadeOfTheValue() {
        gear.settings.put(0x2A, 100);
        board.serial.answers = line -> {
            String answer = gear.apply(line);
            gear.settings.replace(0x2A, 254, 200); // more it cannot
            return answer;
        };
        assertEquals(
                List.of("control gear 5 does not keep its highest level: told 254, it has 200"),
                commissioning(LightLevel.FULL, LightLevel.FULL).run());
    }

    @Test
    void whatCannotBeReadBackIsAnAttempt() {
        gear.settings.put(0x2D, 100);
        gear.stubborn = 0x2D;
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        for (int attempt = 1; attempt <= 3; attempt++) {
            gear.instead.clear();
            board.serial.answers = line -> {
                if (line.equals("t0B2D")) {
                    gear.instead.put("h0BA3", "X");
                }
                return gear.apply(line);
            };
            assertThrows(DaliException.class, commissioning::run);
        }
        gear.instead.clear();
        assertEquals(
                List.of("control gear 5 does not keep its power-on level: told 254, it has 100"), commissioning.run());
        assertEquals(3, settingsSent("t0B2D"));
    }

    @Test
    void takesAwayAnUpperLimitOfTheLightBeforeAnythingElse() {
        gear.settings.putAll(Map.of(0x2A, 200, 0x2D, 100));
        assertEquals(List.of(), commissioning(LightLevel.FULL, LightLevel.FULL).run());
        assertEquals(List.of("hA3FE", "t0B2A", "hA3FE", "t0B2D"), written());
        assertEquals(254, gear.settings.get(0x2A));
    }

    @Test
    void anExtendedFadeTimeThatCannotBeReadIsNotNone() {
        gear.instead.put("h0BA8", "X");
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        assertThrows(DaliException.class, commissioning::run);
    }

    @Test
    void anExtendedFadeTimeIsAskedForUntilItIsHeard() {
        gear.settings.put(0x30, 0x12);
        board.serial.answers = answersOnlyTheThird("h0BA8", "N\n");
        assertEquals(List.of(), commissioning(LightLevel.FULL, LightLevel.FULL).run());
        assertEquals(0, gear.settings.get(0x30));
    }

    @Test
    void whatWasHeardOnceButNeverReadIsNotNone() {
        board.serial.answers = new Function<>() {
            private int queries;

            @Override
            public String apply(String line) {
                return line.equals("h0BA8") ? (++queries == 1 ? "X\n" : "N\n") : gear.apply(line);
            }
        };
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        assertThrows(DaliException.class, commissioning::run);
    }

    private Function<String, String> answersOnlyTheThird(String query, String otherwise) {
        return new Function<>() {
            private int queries;

            @Override
            public String apply(String line) {
                return line.equals(query) && ++queries % 3 != 0 ? otherwise : gear.apply(line);
            }
        };
    }

    @Test
    void gearWithoutExtendedFadeTimeIsFine() {
        gear.settings.remove(0x30);
        assertEquals(List.of(), commissioning(LightLevel.FULL, LightLevel.FULL).run());
    }

    @Test
    void writesNothingToGearWhoseSettingsCannotBeRead() {
        gear.settings.put(0x2D, 100);
        gear.instead.put("h0BA3", "X");
        Commissioning commissioning = commissioning(LightLevel.FULL, LightLevel.FULL);
        assertThrows(DaliException.class, commissioning::run);
        assertEquals(List.of(), written());
    }

    private Commissioning commissioning(LightLevel powerOn, @Nullable LightLevel failure) {
        TestTime time = new TestTime();
        DaliLine line = new DaliLine(board.context, "/dev/serial0", time, time::pass);
        return new Commissioning(
                new Gear(line, FakeGear.ADDRESS), new Dali("/dev/serial0", FakeGear.ADDRESS, powerOn, failure));
    }

    private long settingsSent(String line) {
        return board.serial.sent.stream().filter(line::equals).count();
    }

    private List<String> written() {
        return board.serial.sent.stream()
                .filter(line -> line.startsWith("hA3") || line.startsWith("t"))
                .toList();
    }
}
