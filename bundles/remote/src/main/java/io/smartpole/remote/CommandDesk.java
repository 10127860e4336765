package io.smartpole.remote;

import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Refusal.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits commands, remembers them, has them obeyed, and says what became of each. */
final class CommandDesk {

    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);

    private final Admission admission;
    private final CommandTable table;
    private final Supplier<@Nullable Lighting> lighting;
    private final Outbox outbox;

    CommandDesk(Admission admission, CommandTable table, Supplier<@Nullable Lighting> lighting, Outbox outbox) {
        this.admission = admission;
        this.table = table;
        this.lighting = lighting;
        this.outbox = outbox;
    }

    /** @param first whether it was not given before: only then does it belong on record */
    record Answer(Outcome outcome, boolean first) {}

    /** @return the answers to commands that a stop of the gateway interrupted; each is given once */
    List<Outcome> interrupted() throws IOException {
        List<CommandId> unanswered = table.unanswered();
        for (CommandId id : unanswered) {
            table.finish(id, Outcome.interrupted(id.id()));
        }
        return unanswered.stream().map(id -> Outcome.interrupted(id.id())).toList();
    }

    /**
     * @return the command's one answer; a command that comes again gets the answer that it got before
     * @throws Refusal if it is not admitted or cannot be remembered; it was then not obeyed
     */
    Answer handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        DownlinkDocument document = admission.admit(
                message, pole, DownlinkDocument.Type.COMMAND, command -> Command.rolesFor(command.body()), now, nonce);
        CommandId id = new CommandId(document.key(), document.id());
        if (table.contains(id)) {
            return new Answer(table.answer(id).orElseGet(() -> Outcome.interrupted(id.id())), false);
        }
        Command command;
        try {
            command = Command.read(document.body());
        } catch (FormatException e) {
            throw new Refusal(Reason.INVALID, String.valueOf(e.getMessage()), document.id());
        }
        remember(id, document, now);
        Outcome outcome = obey(id, command);
        try {
            table.finish(id, outcome);
        } catch (IOException e) {
            LOG.error("the answer to command {} is not on disk: {}", id.id(), e.getMessage());
        }
        return new Answer(outcome, true);
    }

    private void remember(CommandId id, DownlinkDocument document, Moment now) throws Refusal {
        try {
            if (table.begin(id, document.expires(), now)) {
                return;
            }
        } catch (IOException e) {
            throw new Refusal(
                    Reason.NOT_REMEMBERED,
                    "it cannot be written to disk first, so it might be obeyed twice: " + e.getMessage(),
                    document.id());
        }
        throw new Refusal(
                Reason.TABLE_FULL,
                CommandTable.LARGEST + " commands have not expired yet; send fewer, or shorter-lived ones",
                document.id());
    }

    private Outcome obey(CommandId id, Command command) {
        try {
            if (command instanceof Command.Light light) {
                return light(id, light.request());
            }
            return retry(id);
        } catch (RuntimeException e) {
            LOG.error("command {} could not be obeyed", id.id(), e);
            return new Outcome(id.id(), "failed", "ERROR", "the gateway failed while obeying: " + e.getMessage());
        }
    }

    private Outcome light(CommandId id, LightRequest request) {
        Optional<Lighting> light = Optional.ofNullable(lighting.get());
        if (light.isEmpty()) {
            return new Outcome(id.id(), "failed", "NO_LIGHTING", "the light control is not running on this pole");
        }
        LightResult result = light.get().request(request);
        return switch (result.outcome()) {
            case ACCEPTED, BOUNDED ->
                new Outcome(id.id(), "done", result.outcome().name(), result.message());
            case REFUSED -> new Outcome(id.id(), "refused", Reason.INVALID.name(), result.message());
        };
    }

    private Outcome retry(CommandId id) {
        String told = outbox.retrySetAside()
                + " batches are set aside; they are tried again as soon as nothing else waits for a cloud broker";
        return new Outcome(id.id(), "done", "ACCEPTED", told);
    }
}
