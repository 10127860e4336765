package io.smartpole.uplink;

import io.smartpole.core.link.Message;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Hears one connection: messages go straight to those who listen, the rest to the {@link Link}. */
final class Ears implements Connection.Listener {

    /** More topics are not given up on one connection: the broker might be a hostile one. */
    static final int MOST_STRAYS = 100;

    private final Target target;
    private final Arrivals arrivals;
    private final Runnable onOpened;
    private final Consumer<Throwable> onLost;
    private final Runnable onReceipt;
    private final ObjIntConsumer<String> onTooLarge;
    private final Consumer<String> unsubscribe;
    private final Set<String> strays = new HashSet<>();

    /** @param unsubscribe gives a topic up; must not block */
    Ears(
            Target target,
            Arrivals arrivals,
            Runnable onOpened,
            Consumer<Throwable> onLost,
            Runnable onReceipt,
            ObjIntConsumer<String> onTooLarge,
            Consumer<String> unsubscribe) {
        this.target = target;
        this.arrivals = arrivals;
        this.onOpened = onOpened;
        this.onLost = onLost;
        this.onReceipt = onReceipt;
        this.onTooLarge = onTooLarge;
        this.unsubscribe = unsubscribe;
    }

    @Override
    public void opened() {
        onOpened.run();
    }

    @Override
    public void lost(Throwable cause) {
        onLost.accept(cause);
    }

    @Override
    public void arrived(String topic, byte[] payload, boolean retained) {
        Message message =
                new Message(topic, payload, retained, target.endpoint().name());
        if (!target.reads(topic)) {
            stray(message);
            return;
        }
        arrivals.accept(message);
        if (target.endpoint().cloud() && topic.equals(target.topics().receipt())) {
            onReceipt.run();
        }
    }

    @Override
    public void tooLarge(String topic, int bytes) {
        arrivals.drop(topic, "it has " + bytes + " bytes and was not read");
        onTooLarge.accept(topic, bytes);
    }

    /** The broker keeps a session, and in it the topics of an earlier identity and of groups and zones that were left. */
    private void stray(Message message) {
        arrivals.drop(message.topic(), "it is not for this pole");
        if (strays.size() < MOST_STRAYS && strays.add(message.topic())) {
            unsubscribe.accept(message.topic());
        }
    }
}
