package io.smartpole.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.formats.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sends answers where they are waited for; what no connection takes is kept and sent later. For one thread. */
final class Replies {

    /** Of more, the oldest are forgotten: whoever asked can ask again, and gets the same answer. */
    static final int MOST_WAITING = 100;

    static final long MOST_BYTES_WAITING = 1 << 20;

    private final Outbox outbox;
    private final Pole pole;
    private final Deque<Reply> waiting = new ArrayDeque<>();
    private long bytesWaiting;

    private record Reply(String endpoint, byte[] json) {}

    Replies(Outbox outbox, Pole pole) {
        this.outbox = outbox;
        this.pole = pole;
    }

    /** @param endpoint where the command came from; empty if that is no longer known */
    void send(String endpoint, ObjectNode json) {
        Reply reply = new Reply(endpoint, bytes(json));
        if (sent(reply)) {
            return;
        }
        waiting.addLast(reply);
        bytesWaiting += reply.json().length;
        while (waiting.size() > MOST_WAITING || bytesWaiting > MOST_BYTES_WAITING) {
            forgetFirst();
        }
    }

    /** What is not the last word need not be said later. */
    void sendNowOrNever(String endpoint, ObjectNode json) {
        boolean unused = sent(new Reply(endpoint, bytes(json)));
    }

    void sendWaiting() {
        while (!waiting.isEmpty() && sent(waiting.getFirst())) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        bytesWaiting -= waiting.removeFirst().json().length;
    }

    private boolean sent(Reply reply) {
        return outbox.reply(reply.endpoint(), Topics.of(pole.identity()).commandReply(), reply.json());
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
