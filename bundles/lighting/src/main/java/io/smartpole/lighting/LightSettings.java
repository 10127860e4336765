package io.smartpole.lighting;

import java.util.List;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was configured about the light. The control loop looks here when there is one, and does without when there is not. */
@Component(
        service = {ConfigurableComponent.class, LightSettings.class},
        configurationPid = LightSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = LightSettings.Config.class)
public final class LightSettings implements ConfigurableComponent {

    static final String PID = "smartpole.lighting";

    @ObjectClassDefinition(
            id = LightSettings.PID,
            name = "Lighting",
            description =
                    "When the lamp is dimmed, and what allows it. Without a complete commissioning record the lamp"
                            + " burns at 100 % from civil dusk to civil dawn.")
    @interface Config {

        @AttributeDefinition(
                name = "Program",
                description =
                        "Levels at fixed local times, from noon to noon, separated by semicolons, such as"
                                + " 80 % from 20:00; 50 % from 22:00; 100 % from 06:00. Holds while it is dark. Empty for none.",
                required = false)
        String program() default "";

        @AttributeDefinition(
                name = "Default level",
                description = "Level from dusk to dawn where the program says nothing, in percent, 1 to 100.",
                min = "1",
                max = "100")
        double default_level() default 100;

        @AttributeDefinition(
                name = "Commissioned floor",
                description = "The lowest level that still keeps the reduced class, in percent, 1 to 100. The lamp is"
                        + " never below it while it is not proven day.",
                min = "1",
                max = "100")
        double commissioned_floor() default 100;

        @AttributeDefinition(
                name = "Rated class",
                description = "Class of EN 13201-2 that the lighting was planned for: M1-M6, P1-P6 or C0-C5.",
                required = false)
        String commissioned_rated$_$class() default "";

        @AttributeDefinition(
                name = "Reduced class",
                description = "Lower class of the same series that was approved for quiet hours.",
                required = false)
        String commissioned_reduced$_$class() default "";

        @AttributeDefinition(name = "Approver", description = "Who approved the reduced class.", required = false)
        String commissioned_approver() default "";

        @AttributeDefinition(
                name = "Date of approval",
                description = "Year-month-day, such as 2026-11-01.",
                required = false)
        String commissioned_date() default "";
    }

    private static final Logger LOG = LoggerFactory.getLogger(LightSettings.class);

    private volatile CheckedSettings checked = new CheckedSettings(Settings.DEFAULT, List.of());

    @Activate
    @Modified
    void configure(Config config) {
        CheckedSettings now = CheckedSettings.of(config, checked.settings());
        if (now.equals(checked)) {
            return;
        }
        checked = now;
        LOG.info(
                "Light: safety floor {}, {}",
                now.settings().floor(),
                now.settings().program());
        now.problems().forEach(problem -> LOG.warn("Lighting configuration: {}", problem));
    }

    /** @return the settings in force, and what is wrong with those that were given */
    CheckedSettings checked() {
        return checked;
    }
}
