package io.smartpole.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Admission.Admitted;
import io.smartpole.remote.Handlers.Offer;
import io.smartpole.remote.Refusal.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits commands, remembers them, has them obeyed, and says what became of each. Which kinds there are, it does not know:
 *
 * <pre>
 *   {"kind": "light.override", "arguments": {"percent": 60, "seconds": 600}}
 * </pre>
 *
 * For one thread.
 */
final class CommandDesk {

    /** Where an interrupted command came from is not on disk: its answer goes over the connection in use. */
    private static final String ENDPOINT_FORGOTTEN = "";

    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_KIND = 64;
    private static final Set<String> FIELDS = Set.of("kind", "arguments");

    /** That a kind does not exist is told to whoever may command anything. */
    private static final Set<Role> COMMANDING = EnumSet.complementOf(EnumSet.of(Role.RECEIPT, Role.ROOT));

    private final Admission admission;
    private final CommandTable table;
    private final Handlers handlers;
    private final RateLimits limits;
    private final LongCommands slow;
    private final Replies replies;
    private final Audit audit;

    CommandDesk(
            Admission admission,
            CommandTable table,
            Handlers handlers,
            RateLimits limits,
            LongCommands slow,
            Replies replies,
            Audit audit) {
        this.admission = admission;
        this.table = table;
        this.handlers = handlers;
        this.limits = limits;
        this.slow = slow;
        this.replies = replies;
        this.audit = audit;
    }

    /** Answers the commands that the last stop of the gateway interrupted. */
    void answerInterrupted() {
        for (CommandId id : table.unanswered()) {
            if (slow.find(id).isEmpty()) {
                Answer answer = new Answer(Outcome.interrupted(id.id()), null);
                answer(ENDPOINT_FORGOTTEN, id, id.key().hex(), answer);
            }
        }
    }

    /**
     * Has a command obeyed and answers it; one that takes long is answered later. A command that comes again gets the
     * answer that it got before.
     *
     * @throws Refusal if it is not admitted or cannot be remembered; it was then not obeyed
     * @throws InterruptedException if the gateway stops while it is obeyed
     */
    void handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal, InterruptedException {
        // Looked at once: a kind that comes up in between must not be judged by one role and obeyed by another.
        SortedMap<String, Offer> offers = handlers.now();
        Admitted admitted = admission.admit(
                message, pole, DownlinkDocument.Type.COMMAND, command -> rolesFor(command, offers), now, nonce);
        DownlinkDocument document = admitted.document();
        CommandId id = new CommandId(document.key(), document.id());
        if (table.contains(id)) {
            again(message.endpoint(), id);
            return;
        }
        CommandRequest request = request(admitted);
        Offer offer = offers.get(request.kind());
        if (offer == null) {
            throw new Refusal(
                    Reason.INVALID,
                    "kind must be one of %s, but is '%s'"
                            .formatted(String.join(", ", offers.keySet()), Texts.shorten(request.kind(), LONGEST_KIND)),
                    admitted.sender());
        }
        boolean quick = offer.kind().pace() == CommandKind.Pace.QUICK;
        if (!quick && !slow.hasRoom()) {
            throw new Refusal(
                    Reason.BUSY,
                    LongCommands.MOST_WAITING + " commands that take long are waiting already; ask again when one has"
                            + " been answered",
                    admitted.sender());
        }
        limit(admitted, offer.kind(), now.sinceBoot());
        remember(id, admitted, now);
        if (quick) {
            CommandResult result = obey(offer.handler(), request, (percent, text) -> {});
            answer(message.endpoint(), id, request.by(), Answer.of(id.id(), result));
        } else {
            slow.begin(new LongCommands.Order(id, offer, request, message.endpoint()));
        }
    }

    /** Tells what became of commands that took long, and how far others are. */
    void tellOfLongOnes(Duration now) {
        for (LongCommands.Ended ended : slow.ended()) {
            LongCommands.Order order = ended.order();
            Answer answer = Answer.of(order.id().id(), ended.result());
            answer(order.endpoint(), order.id(), order.request().by(), answer);
        }
        for (LongCommands.Progress step : slow.progress(now)) {
            replies.sendNowOrNever(step.order().endpoint(), json(step));
        }
    }

    private static ObjectNode json(LongCommands.Progress step) {
        return Outcome.progress(step.order().id().id(), step.percent(), step.message());
    }

    private void again(String endpoint, CommandId id) {
        Optional<LongCommands.Progress> running = slow.find(id);
        if (running.isPresent()) {
            replies.sendNowOrNever(endpoint, json(running.get()));
        } else {
            replies.send(
                    endpoint,
                    table.answer(id)
                            .orElseGet(() -> Outcome.interrupted(id.id()))
                            .toJson());
        }
    }

    private static Set<Role> rolesFor(DownlinkDocument document, SortedMap<String, Offer> offers) {
        Offer offer = offers.get(document.body().path("kind").asText());
        return offer == null ? COMMANDING : Set.of(offer.kind().role());
    }

    private static CommandRequest request(Admitted admitted) throws Refusal {
        ObjectNode body = admitted.document().body();
        JsonNode kind = body.path("kind");
        JsonNode arguments = body.path("arguments");
        boolean known = true;
        for (var names = body.fieldNames(); names.hasNext(); ) {
            known &= FIELDS.contains(names.next());
        }
        if (!known || !kind.isTextual() || !(arguments.isObject() || arguments.isMissingNode())) {
            throw new Refusal(
                    Reason.INVALID,
                    "a command has a kind, which is a text, and may have arguments, which are an object, and nothing"
                            + " else",
                    admitted.sender());
        }
        Map<String, @Nullable Object> given =
                arguments.isObject() ? JSON.convertValue(arguments, new TypeReference<>() {}) : Map.of();
        return new CommandRequest(
                admitted.document().id(),
                kind.textValue(),
                given,
                admitted.key().name());
    }

    private void limit(Admitted admitted, CommandKind kind, Duration now) throws Refusal {
        TokenBucket.Rate rate = RateLimits.of(kind.pace());
        if (!limits.take(admitted.key().id(), kind.name(), rate, now)) {
            throw new Refusal(
                    Reason.TOO_MANY,
                    "key '%s' may ask for %s %d times at once, and then once every %d s"
                            .formatted(
                                    admitted.key().name(),
                                    kind.name(),
                                    rate.burst(),
                                    rate.pause().toSeconds()),
                    admitted.sender());
        }
    }

    private void remember(CommandId id, Admitted admitted, Moment now) throws Refusal {
        try {
            if (table.begin(id, admitted.document().expires(), now)) {
                return;
            }
        } catch (IOException e) {
            throw new Refusal(
                    Reason.NOT_REMEMBERED,
                    "it cannot be written to disk first, so it might be obeyed twice: " + e.getMessage(),
                    admitted.sender());
        }
        throw new Refusal(
                Reason.TABLE_FULL,
                "%d commands of this key, or %d of all, have not expired yet; send fewer, or shorter-lived ones"
                        .formatted(CommandTable.LARGEST_SHARE, CommandTable.LARGEST),
                admitted.sender());
    }

    /** Whatever a handler throws is an answer, too: it must end neither the worker nor the gateway. */
    static CommandResult obey(CommandHandler handler, CommandRequest request, CommandHandler.Progress progress)
            throws InterruptedException {
        try {
            return Objects.requireNonNull(handler.execute(request, progress), "the handler gave no answer");
        } catch (IllegalArgumentException e) {
            return CommandResult.refused(Reason.INVALID.name(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("command {} could not be obeyed", request.kind(), e);
            return CommandResult.failed("ERROR", "the gateway failed while obeying: " + e);
        }
    }

    private void answer(String endpoint, CommandId id, String by, Answer answer) {
        try {
            table.finish(id, answer.outcome());
        } catch (IOException e) {
            LOG.error("the answer to command {} is not on disk: {}", id.id(), e.getMessage());
        }
        replies.send(endpoint, answer.toJson());
        audit.answered(answer.outcome(), by);
    }
}
