package io.smartpole.hardware.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.context.ContextBuilder;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the buses and lines of a Raspberry Pi, for as long as one profile is accepted: a new profile begins with lines
 * that nobody holds. On other computers it gives nothing.
 */
@Component(
        service = {},
        immediate = true)
public final class RaspberryPi {

    private static final Logger LOG = LoggerFactory.getLogger(RaspberryPi.class);

    private static final Path MODEL = Path.of("/proc/device-tree/model");
    private static final String PWM = "/sys/class/pwm";

    private final @Nullable Context board;
    private final @Nullable ServiceRegistration<Context> registration;

    @Activate
    public RaspberryPi(
            BundleContext bundle, @Reference(policyOption = ReferencePolicyOption.GREEDY) HardwareProfile profile) {
        if (isRaspberryPi(MODEL)) {
            board = open(profile);
            registration = bundle.registerService(Context.class, board, null);
        } else {
            board = null;
            registration = null;
        }
    }

    /** @param model what the device tree calls this computer; missing on most others */
    static boolean isRaspberryPi(Path model) {
        try {
            return Files.exists(model) && Files.readString(model).contains("Raspberry Pi");
        } catch (IOException e) {
            LOG.warn("cannot read {}, so this computer is taken for none: {}", model, e.toString());
            return false;
        }
    }

    private static Context open(HardwareProfile profile) {
        try {
            return buses(profile)
                    .add(GpioDDigitalInputProvider.newInstance(), GpioDDigitalOutputProvider.newInstance())
                    .build();
        } catch (LinkageError e) {
            // Light and measurements matter more than the door.
            LOG.error("no GPIO lines, so inputs and relays will not work: {}", e.toString());
            return buses(profile).build();
        }
    }

    private static ContextBuilder buses(HardwareProfile profile) {
        ContextBuilder builder = Pi4J.newContextBuilder().noAutoDetect().add(LinuxFsI2CProvider.newInstance());
        LampWiring lamp = profile.lamp();
        if (lamp != null && lamp.driver() instanceof LampDriver.Pwm pwm) {
            builder.add(new SteadyPwmProvider(PWM, pwm.chip()));
        } else if (lamp != null && lamp.driver() instanceof LampDriver.Dali) {
            builder.add(new SerialLineProvider());
        }
        return builder;
    }

    @Deactivate
    void deactivate() {
        if (registration != null && board != null) {
            registration.unregister();
            board.shutdown();
        }
    }
}
