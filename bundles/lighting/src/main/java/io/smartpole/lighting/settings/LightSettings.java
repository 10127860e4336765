package io.smartpole.lighting.settings;

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

    public static final String PID = "smartpole.lighting";

    @ObjectClassDefinition(
            id = LightSettings.PID,
            name = "Smart pole: lighting",
            description =
                    "When the lamp is dimmed, and what allows it. Without a complete commissioning record the lamp"
                            + " burns at 100 % from civil dusk to civil dawn.")
    public @interface Config {

        @AttributeDefinition(
                name = "Calendar and control programs",
                description = "Which program holds on which night, and its levels, as YAML or JSON. Times are local, a"
                        + " night runs from noon to noon. The manual's page on lighting programs explains each field."
                        + " Empty: none.|TextArea",
                required = false)
        String programs() default "";

        @AttributeDefinition(
                name = "Level at night",
                description = "From dusk to dawn, where no program says another level, in percent, 1 to 100.",
                min = "1",
                max = "100")
        double default_level() default 100;

        @AttributeDefinition(
                name = "Safety floor",
                description = "The lowest level that still keeps the reduced class, in percent, 0 to 100. The lamp is"
                        + " never below it while it is not proven day. 0 only where the lamp may go off at night.",
                min = "0",
                max = "100")
        double commissioned_floor() default 100;

        @AttributeDefinition(
                name = "Planned class",
                description =
                        "Class of EN 13201-2 that the lighting was planned for: M1-M6, P1-P6 or C0-C5. Empty: not commissioned.",
                required = false)
        String commissioned_rated$_$class() default "";

        @AttributeDefinition(
                name = "Reduced class",
                description = "Lower class of the same series that was approved for quiet hours. Empty: none.",
                required = false)
        String commissioned_reduced$_$class() default "";

        @AttributeDefinition(
                name = "Pedestrian crossing",
                description = "The pole lights a crossing: it is never dimmed.")
        boolean commissioned_crossing() default false;

        @AttributeDefinition(
                name = "May go off at night",
                description = "Approved: the lamp may be off at night. The mast needs traffic sign 394.")
        boolean commissioned_night_off() default false;

        @AttributeDefinition(
                name = "Approved by",
                description = "Who approved the reduced class. Empty: nobody.",
                required = false)
        String commissioned_approver() default "";

        @AttributeDefinition(
                name = "Date of approval",
                description = "Year-month-day, such as 2026-11-01. Empty: not approved.",
                required = false)
        String commissioned_date() default "";

        @AttributeDefinition(
                name = "Photocell: on below",
                description = "In the evening, less light than this switches the lamp on, in lx, 1 to 1000.",
                min = "1",
                max = "1000")
        double photocell_on() default 35;

        @AttributeDefinition(
                name = "Photocell: off above",
                description = "In the morning, more light than this switches the lamp off, in lx, 1 to 1000.",
                min = "1",
                max = "1000")
        double photocell_off() default 25;

        @AttributeDefinition(
                name = "Photocell: time around the night",
                description = "How long before civil dusk and after civil dawn the photocell is listened to, in"
                        + " minutes, 0 to 60. 0: the sun alone decides.",
                min = "0",
                max = "60")
        int photocell_window() default 30;

        @AttributeDefinition(
                name = "CO2 of the electricity",
                description = "In grams for one kWh, 0 to 2000. 0: no CO2 is told.",
                min = "0",
                max = "2000")
        double co2_factor() default 0;
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
                "Light: safety floor {}, default level {}",
                now.settings().floor(),
                now.settings().defaultLevel());
        now.problems().forEach(problem -> LOG.warn("Lighting configuration: {}", problem));
    }

    /** @return the settings in force, and what is wrong with those that were given */
    public CheckedSettings checked() {
        return checked;
    }
}
