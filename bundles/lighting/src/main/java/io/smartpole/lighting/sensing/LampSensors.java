package io.smartpole.lighting.sensing;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Remembers what the pole's sensors said last, for the control loop: photocells and contacts. It asks nobody for
 * anything, so whoever measures can hand readings over at any time.
 */
@Component(service = {ReadingListener.class, LampSensors.class})
public final class LampSensors implements ReadingListener {

    private static final String ILLUMINANCE = "illuminance";
    private static final String DETECTED = "detected";
    private static final String ACTIVE = "active";
    private static final String OPEN = "open";

    /**
     * @param since when it became so, by the world's time since boot
     * @param wasActive true if it is or ever was active in this run
     */
    private record Contact(boolean active, Duration since, boolean wasActive) {

        Contact then(Contact next) {
            return active == next.active ? this : new Contact(next.active, next.since, true);
        }
    }

    private final SortedMap<String, Photocell> photocells = new ConcurrentSkipListMap<>();
    private final Map<String, Contact> contacts = new ConcurrentHashMap<>();
    private volatile PhotocellRule rule = PhotocellRule.DEFAULT;

    @Override
    public void onReading(Reading reading) {
        String component = reading.series().component();
        Duration at = reading.time().sinceBoot();
        switch (reading.series().quantity()) {
            case ILLUMINANCE -> {
                if (reading.value() instanceof Value.Numeric value) {
                    photocell(component).measured(value.number(), at);
                }
            }
            case DETECTED, ACTIVE, OPEN -> {
                if (reading.value() instanceof Value.Flag flag) {
                    contacts.merge(component, new Contact(flag.set(), at, flag.set()), Contact::then);
                }
            }
            default -> {
                // Nothing that the light depends on.
            }
        }
    }

    private Photocell photocell(String component) {
        return photocells.compute(
                component, (name, known) -> known == null || !known.rule().equals(rule) ? new Photocell(rule) : known);
    }

    /**
     * @param present names of the sensors that the pole has; null = whatever measures illuminance
     * @param newRule when photocells switch; a cell begins anew when it changes
     * @param sky what the sun does; null while that is not known
     * @return what the first photocell says that can be believed; else why the first cannot
     */
    public PhotocellView photocell(
            @Nullable Set<String> present, PhotocellRule newRule, @Nullable Daylight sky, Moment now) {
        rule = newRule;
        PhotocellView found = PhotocellView.NONE;
        for (Map.Entry<String, Photocell> cell : photocells.entrySet()) {
            if (present != null && !present.contains(cell.getKey())) {
                continue;
            }
            PhotocellView view = cell.getValue().view(sky, now);
            if (view.healthy()) {
                return view;
            }
            found = found.present() ? found : view;
        }
        return found;
    }

    /** @return how long ago the latest of these contacts was active: zero while one is; null if none ever was */
    public @Nullable Duration sinceActive(Collection<String> components, Moment now) {
        Duration least = null;
        for (String component : components) {
            Contact contact = contacts.get(component);
            if (contact != null && contact.wasActive()) {
                Duration since =
                        contact.active() ? Duration.ZERO : now.sinceBoot().minus(contact.since());
                least = least == null || since.compareTo(least) < 0 ? since : least;
            }
        }
        return least;
    }

    /** @return how long the one of these contacts that was activated last has been active; null if none is */
    public @Nullable Duration activeFor(Collection<String> components, Moment now) {
        Duration latest = null;
        for (String component : components) {
            Contact contact = contacts.get(component);
            if (contact != null && contact.active()) {
                Duration lasting = now.sinceBoot().minus(contact.since());
                latest = latest == null || lasting.compareTo(latest) < 0 ? lasting : latest;
            }
        }
        return latest;
    }
}
