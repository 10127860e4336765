package io.smartpole.lighting;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Value;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Remembers what the pole's meter measured last: what was commanded is not what burns. */
@Component(service = {ReadingListener.class, LampMeter.class})
public final class LampMeter implements ReadingListener {

    private volatile @Nullable Reading power;

    @Override
    public void onReading(Reading reading) {
        if (reading.series().quantity().equals("power")
                && reading.series().component().equals(LampReporter.COMPONENT)
                && reading.value() instanceof Value.Numeric) {
            power = reading;
        }
    }

    /** @return the newest {@code lamp/power}, in W; null if there was none since start */
    @Nullable
    Reading power() {
        return power;
    }
}
