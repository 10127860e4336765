package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.SignedBatch;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.NextKey;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over from one key to the next. The old key names the next one in a batch of each lane, its last; then the next one
 * signs:
 *
 * <pre>
 *   UNKNOWN --nothing begun--> IDLE --asked, next key durable--> ENDING --both lanes ended, handed over--> IDLE
 *      |                                                            ^
 *      +------------- an end was stored, and its key is there ------+
 * </pre>
 *
 * <p>Once an end is stored there is no way back: platforms may know it. So after a power cut it goes on from there.
 *
 * <p>All but {@link #ask} and {@link #withdraw} is for the one thread that writes.
 */
final class Succession {

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final EvidenceKeys keys;
    private final AtomicReference<@Nullable CompletableFuture<KeyId>> asked = new AtomicReference<>();

    private State state = State.UNKNOWN;
    private @Nullable EvidenceKey next;
    private @Nullable CompletableFuture<KeyId> answer;
    private final Set<Lane> ended = EnumSet.noneOf(Lane.class);

    private enum State {
        UNKNOWN,
        IDLE,
        ENDING
    }

    Succession(EvidenceKeys keys) {
        this.keys = keys;
    }

    /**
     * Asks for a new key; whoever asks before that was begun gets the same.
     *
     * @return done when the new key signs; fails with an IOException if none could be made, and nothing has changed
     */
    CompletableFuture<KeyId> ask() {
        CompletableFuture<KeyId> request = new CompletableFuture<>();
        CompletableFuture<KeyId> before = asked.compareAndExchange(null, request);
        return before == null ? request : before;
    }

    /** @return false if it was begun already, and will be done */
    boolean withdraw(CompletableFuture<KeyId> request) {
        return asked.compareAndSet(request, null);
    }

    /**
     * @return what is to be stored before anything else; null if nothing is
     * @throws IOException if handing over did not work; nothing may be signed before it does
     */
    @Nullable
    Draft next(SegmentStore store, Moment world) throws IOException {
        if (state == State.UNKNOWN) {
            takeUp(store); // and nothing new: this process has to tell its start first
        } else if (state == State.IDLE) {
            begin();
        }
        EvidenceKey successor = next;
        if (successor == null) {
            return null;
        }
        for (Lane lane : Lane.values()) {
            if (!ended.contains(lane)) {
                return new Draft(
                        lane,
                        List.of(GatewayRecords.nextKey(lane, successor, world)),
                        world.trusted(),
                        () -> ended.add(lane));
            }
        }
        keys.handOver();
        idle();
        CompletableFuture<KeyId> waiting = answer;
        answer = null;
        if (waiting != null) {
            waiting.complete(successor.id());
        }
        return null;
    }

    private void idle() {
        state = State.IDLE;
        next = null;
        ended.clear();
    }

    private void ending(EvidenceKey successor) {
        state = State.ENDING;
        next = successor;
        LOG.info(
                "evidence: the key {} hands over to {}",
                keys.current().id().hex(),
                successor.id().hex());
    }

    private void begin() {
        CompletableFuture<KeyId> request = asked.getAndSet(null);
        if (request == null) {
            return;
        }
        try {
            ending(keys.prepare());
            answer = request;
        } catch (IOException | RuntimeException e) {
            request.completeExceptionally(e);
        }
    }

    /** Finds out whether the process before ended in the middle. */
    private void takeUp(SegmentStore store) {
        idle();
        for (Lane lane : Lane.values()) {
            Optional<NextKey> named = store.last(lane).flatMap(this::named);
            if (named.isEmpty()) {
                continue;
            }
            KeyId id = named.get().id();
            Optional<EvidenceKey> prepared =
                    keys.prepared().filter(key -> key.id().equals(id));
            if (prepared.isPresent()) {
                ending(prepared.get());
                ended.add(lane);
            } else {
                LOG.error(
                        "evidence: the next key {} was named, but is lost. The key {} goes on, and receivers will say that"
                                + " it had ended: register the key of this pole with them anew",
                        id.hex(),
                        keys.current().id().hex());
            }
        }
    }

    /** @return which key the current one named in that batch as the next */
    private Optional<NextKey> named(SignedBatch batch) {
        try {
            EvidenceBatch last = EvidenceBatch.decode(batch.bytes());
            return NextKey.in(last.header(), last.records())
                    .filter(named -> named.former().equals(keys.current().id()));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }
}
