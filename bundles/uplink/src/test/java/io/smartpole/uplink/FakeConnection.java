package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does nothing by itself; the test plays the broker. */
final class FakeConnection implements Connection {

    record Published(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    final Target target;
    final String lastWill;
    final List<Published> published = new ArrayList<>();
    final List<String> unsubscribed = new ArrayList<>();
    List<Subscription> subscribed = List.of();
    boolean takes = true;
    boolean fails;
    boolean abandoned;
    boolean silent;
    private int births;
    private @Nullable Listener listener;
    private @Nullable Consumer<int[]> granted;
    private @Nullable Runnable left;

    FakeConnection(Target target, byte[] lastWill) {
        this.target = target;
        this.lastWill = new String(lastWill, StandardCharsets.UTF_8);
    }

    @Override
    public void open(Listener ears) {
        listener = ears;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<int[]> whenGranted) {
        subscribed = subscriptions;
        granted = whenGranted;
    }

    @Override
    public void unsubscribe(String topic) {
        unsubscribed.add(topic);
    }

    @Override
    public synchronized boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
        if (fails) {
            throw new IllegalStateException("a connection that fails, as the test wants it");
        }
        return takes && published.add(new Published(topic, payload, qos, retain, delivered));
    }

    @Override
    public void disconnect(Runnable done) {
        left = done;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    Listener listener() {
        return assertNotNullAndGet(listener);
    }

    void grant(int... qos) {
        assertNotNullAndGet(granted).accept(qos);
    }

    boolean disconnecting() {
        return left != null;
    }

    void disconnected() {
        assertNotNullAndGet(left).run();
    }

    /** What is said anew of a pole that is online; its first words are left to the test. */
    void acknowledgeLaterBirths() {
        List<Published> all = published.stream()
                .filter(message -> message.text().startsWith("{\"status\":\"online\""))
                .toList();
        for (births = Math.max(births, 1); births < all.size() && !silent; births++) {
            all.get(births).delivered().run();
        }
    }

    synchronized Published last() {
        return published.get(published.size() - 1);
    }

    Published last(String topic) {
        List<Published> all = on(topic);
        return all.get(all.size() - 1);
    }

    synchronized List<Published> on(String topic) {
        return published.stream().filter(p -> p.topic().equals(topic)).toList();
    }

    private static <T> T assertNotNullAndGet(@Nullable T value) {
        assertNotNull(value);
        return value;
    }
}
