package io.smartpole.uplink;

import io.smartpole.core.link.Message;
import java.util.function.Consumer;

/** Hears one connection: messages go straight to those who listen, the rest to the {@link Link}. */
record Ears(Target target, Arrivals arrivals, Runnable onOpened, Consumer<Throwable> onLost, Runnable onReceipt)
        implements Connection.Listener {

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
        if (!target.topics().downlink().contains(topic)) {
            // A session that the broker kept may hold topics of an earlier identity.
            arrivals.drop(message, "it is not for this pole");
            return;
        }
        arrivals.accept(message);
        if (topic.equals(target.topics().receipt())) {
            onReceipt.run();
        }
    }
}
