package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class VirtualPoleTest {

    private static final HardwareProfile PROFILE = new HardwareProfile(
            "test",
            "For tests",
            "raspberry-pi-4",
            Supply.PERMANENT,
            List.of(new Sensor("bme280", "bme280", 1, 0x76, Duration.ofSeconds(30))),
            List.of(),
            null);

    private final AtomicReference<Context> offered = new AtomicReference<>();
    private final AtomicReference<Object> ranking = new AtomicReference<>();
    private final AtomicBoolean runningWhenWithdrawn = new AtomicBoolean();
    private final VirtualPole pole =
            new VirtualPole(bundle(), new ManualTime(Instant.parse("2026-06-15T11:30:00Z")), PROFILE);

    @Test
    void itOffersItsBusesInFrontOfARealBoardAndWithdrawsThemBeforeTheyGo() {
        pole.activate(TestConfig.of(1, 1));
        assertEquals(100, ranking.get());
        assertEquals(0x60, chipId());
        pole.deactivate();
        assertTrue(runningWhenWithdrawn.get());
        assertTrue(board().isShutdown());
    }

    @Test
    void faultsComeAndGoAtRunTime() {
        pole.activate(TestConfig.of(1, 1, "unplug:bme280"));
        assertThrows(Pi4JException.class, this::chipId);
        pole.modified(TestConfig.of(1, 1));
        assertEquals(0x60, chipId());
        pole.modified(TestConfig.of(1, 1, "unplug:bme280"));
        assertThrows(Pi4JException.class, this::chipId);
        pole.deactivate();
    }

    @Test
    void aRefusedConfigurationLeavesEverythingAsItWas() {
        pole.activate(TestConfig.of(1, 1, "unplug:bme280"));
        pole.modified(TestConfig.of(0, 1));
        assertThrows(Pi4JException.class, this::chipId);
        assertFalse(board().isShutdown());
        pole.deactivate();
    }

    private Context board() {
        return Objects.requireNonNull(offered.get());
    }

    private int chipId() {
        Context board = board();
        String id = "bme280";
        I2C chip = board.hasIO(id)
                ? board.registry().get(id)
                : board.create(
                        I2C.newConfigBuilder(board).id(id).bus(1).device(0x76).build());
        return chip.readRegister(0xD0);
    }

    private BundleContext bundle() {
        BundleContext bundle = mock(BundleContext.class);
        ServiceRegistration<Context> registration = mock();
        doAnswer(call -> {
                    runningWhenWithdrawn.set(!board().isShutdown());
                    return null;
                })
                .when(registration)
                .unregister();
        when(bundle.registerService(eq(Context.class), any(Context.class), any()))
                .thenAnswer(call -> {
                    offered.set(call.getArgument(1));
                    Dictionary<String, ?> properties = call.getArgument(2);
                    ranking.set(properties.get("service.ranking"));
                    return registration;
                });
        return bundle;
    }
}
