package io.smartpole.hardware.profile;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.profile.HardwareProfile;
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
import org.osgi.service.metatype.annotations.Option;

/** Offers the hardware profile in use as a service. */
@Component(
        service = {ConfigurableComponent.class, HealthCheck.class},
        property = HealthCheck.NAME + "=profile",
        configurationPid = "smartpole.hardware",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = HardwareProfiles.Config.class)
public final class HardwareProfiles implements ConfigurableComponent, HealthCheck {

    @ObjectClassDefinition(
            id = "smartpole.hardware",
            name = "Smart pole: hardware",
            description = "What is wired to which pin in this pole.")
    @interface Config {
        @AttributeDefinition(
                name = "Hardware profile",
                description = "What this pole carries. A profile that does not fit is refused, and the last good one"
                        + " stays in use.",
                options = {
                    @Option(
                            value = "city-basic",
                            label = "City pole, basic: lamp dimmed by PWM, its meter, light sensor, door, presence"),
                    @Option(
                            value = "city-environment",
                            label =
                                    "City pole with weather sensor: the basic one, and temperature, air pressure, humidity"),
                    @Option(
                            value = "city-dali",
                            label =
                                    "City pole with D4i luminaire: lamp on DALI, light sensor, door, presence, key switch")
                })
        String profile() default "city-basic";

        @AttributeDefinition(
                name = "Own profile",
                description = "Name of a hardware profile of your own, without .yaml: a file in the folder"
                        + " hardware-profiles of the gateway's data folder (usually /var/lib/smartpole). Used instead of"
                        + " the profile above; empty: none.",
                required = false)
        String own() default "";
    }

    private final BundleContext bundle;
    private final ProfileChoice choice;
    private @Nullable Wanted configured;
    private @Nullable HardwareProfile offered;
    private @Nullable ServiceRegistration<HardwareProfile> registration;

    private record Wanted(String profile, String own) {}

    @Activate
    public HardwareProfiles(BundleContext bundle) {
        this.bundle = bundle;
        choice = new ProfileChoice(new ProfileStore(
                DataFolder.of(bundle::getProperty, "hardware-profiles"),
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
        Wanted wanted = new Wanted(stripped(config.profile()), stripped(config.own()));
        if (!wanted.equals(configured)) {
            configured = wanted;
            choice.choose(wanted.profile, wanted.own).ifPresent(this::offer);
        }
    }

    private static String stripped(@Nullable String text) {
        return text == null ? "" : text.strip();
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
