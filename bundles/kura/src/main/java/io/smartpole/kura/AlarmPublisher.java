package io.smartpole.kura;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Publishes what changes in the pole's health through a cloud publisher of Kura. */
@Component(
        service = {ConfigurableComponent.class, ReadingListener.class},
        configurationPid = AlarmPublisher.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = AlarmPublisher.Config.class)
public final class AlarmPublisher implements ConfigurableComponent, ReadingListener {

    static final String PID = "smartpole.kura";

    /** What can be set. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: alarms through Kura's cloud",
            description = "Publishes a message through a cloud publisher of Kura whenever a health check of the pole"
                    + " gets worse or better.")
    @interface Config {

        // The name is Kura's convention: its console offers the publishers that exist, and the reference of that name
        // is bound to the one that is chosen.
        @AttributeDefinition(
                name = "Cloud publisher",
                description = "Which cloud publisher takes the alarms, as a filter such as (kura.service.pid=alarms)."
                        + " Choose one from the list of available targets; create it under Cloud Connections first."
                        + " Leave (kura.service.pid=changeme) to publish none.")
        String CloudPublisher_target() default "(kura.service.pid=changeme)";
    }

    @Reference(name = "CloudPublisher", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable CloudPublisher publisher;

    @Activate
    @Modified
    void configure(Config config) {}

    @Override
    public void onReading(Reading reading) {}
}
