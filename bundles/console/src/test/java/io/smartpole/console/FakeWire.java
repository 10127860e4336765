package io.smartpole.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A browser's connection that takes nothing while it is slow. */
final class FakeWire implements EventStream.Wire {

    final List<String> written = new ArrayList<>();
    boolean slow;
    boolean gone;
    int closed;

    @Override
    public boolean ready() {
        return !slow;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (slow) {
            throw new AssertionError("written to while not ready");
        }
        if (gone) {
            throw new IOException("broken pipe");
        }
        written.add(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed++;
    }

    /** @return the names of the events, and forgets them */
    String names() {
        String names = String.join(
                " ",
                written.stream()
                        .map(event -> event.substring("event: ".length(), event.indexOf('\n')))
                        .toList());
        written.clear();
        return names;
    }
}
