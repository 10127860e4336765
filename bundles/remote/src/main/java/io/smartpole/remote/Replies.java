package io.smartpole.remote;

import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.formats.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sends answers where they are waited for; what no connection takes is kept and sent later. For one thread. */
final class Replies {

    /** Of more, the oldest are forgotten: whoever asked can ask again, and gets the same answer. */
    private static final int MOST_WAITING = 100;

    private final Outbox outbox;
    private final Pole pole;
    private final Deque<Reply> waiting = new ArrayDeque<>();

    private record Reply(String endpoint, Outcome outcome) {}

    Replies(Outbox outbox, Pole pole) {
        this.outbox = outbox;
        this.pole = pole;
    }

    /** @param endpoint where the command came from; empty if that is no longer known */
    void send(String endpoint, Outcome outcome) {
        Reply reply = new Reply(endpoint, outcome);
        if (!sent(reply)) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(reply);
        }
    }

    void sendWaiting() {
        while (!waiting.isEmpty() && sent(waiting.getFirst())) {
            waiting.removeFirst();
        }
    }

    private boolean sent(Reply reply) {
        byte[] json = reply.outcome().toJson().toString().getBytes(StandardCharsets.UTF_8);
        return outbox.reply(reply.endpoint(), Topics.of(pole.identity()).commandReply(), json);
    }
}
