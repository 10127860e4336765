package io.smartpole.hardware.profile;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.profile.HardwareProfile;
import java.nio.file.Path;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the hardware profile in use as a service. */
@Component(
        service = {ConfigurableComponent.class, HealthCheck.class},
        property = HealthCheck.NAME + "=profile",
        configurationPid = "smartpole.hardware",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = HardwareProfiles.Config.class)
public final class HardwareProfiles implements ConfigurableComponent, HealthCheck {

    /** Framework property that names the folder of the profiles. */
    private static final String FOLDER = "smartpole.profiles";

    private static final String DEFAULT_FOLDER = "hardware-profiles";

    @ObjectClassDefinition(
            id = "smartpole.hardware",
            name = "Hardware",
            description = "What is wired to which pin in this pole.")
    @interface Config {
        @AttributeDefinition(
                name = "Hardware profile",
                description = "Name of a file in the folder of hardware profiles, without .yaml. A profile with errors"
                        + " is refused, and the last good one stays in use.")
        String profile() default "city-basic";
    }

    private final BundleContext bundle;
    private final ProfileChoice choice;
    private @Nullable String configured;
    private @Nullable HardwareProfile offered;
    private @Nullable ServiceRegistration<HardwareProfile> registration;

    @Activate
    public HardwareProfiles(BundleContext bundle) {
        this.bundle = bundle;
        String folder = bundle.getProperty(FOLDER);
        choice = new ProfileChoice(new ProfileStore(
                Path.of(folder == null ? DEFAULT_FOLDER : folder).toAbsolutePath(),
                DataFolder.of(bundle::getProperty, "hardware")));
    }

    @Activate
    void activate(Config config) {
        configure(config);
    }

    @Modified
    void modified(Config config) {
        configure(config);
    }

    private void configure(Config config) {
        @Nullable String profile = config.profile();
        String name = profile == null ? "" : profile.strip();
        if (!name.equals(configured)) {
            configured = name;
            choice.choose(name).ifPresent(this::offer);
        }
    }

    private void offer(HardwareProfile profile) {
        if (profile.equals(offered)) {
            return;
        }
        withdraw();
        offered = profile;
        registration = bundle.registerService(HardwareProfile.class, profile, null);
    }

    @Deactivate
    void withdraw() {
        if (registration != null) {
            registration.unregister();
            registration = null;
            offered = null;
        }
    }

    @Override
    public HealthResult check() {
        return choice.health();
    }
}
