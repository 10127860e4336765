package io.smartpole.console;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import org.osgi.service.component.annotations.Component;

/**
 * What the console remembers of the readings. A component of its own that needs nobody: those who publish readings want
 * it, the console wants them, and a circle of components that want each other does not start reliably.
 */
@Component(
        service = {ReadingMemory.class, ReadingListener.class},
        immediate = true)
public final class ReadingMemory implements ReadingListener {

    final ReadingBoard board = new ReadingBoard();
    final LightHistory history = new LightHistory();

    @Override
    public void onReading(Reading reading) {
        board.put(reading);
        history.put(reading);
    }
}
