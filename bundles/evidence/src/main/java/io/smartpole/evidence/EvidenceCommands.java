package io.smartpole.evidence;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Resend;
import io.smartpole.evidence.store.Resend.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the platform can ask of the evidence: to send batches again, and to sign with a new key. */
@Component(service = CommandHandler.class)
public final class EvidenceCommands implements CommandHandler {

    static final CommandKind RESEND = new CommandKind("evidence.resend", Role.CONFIG, Pace.QUICK);
    static final CommandKind ROTATE = new CommandKind("key.rotate", Role.IDENTITY, Pace.LONG);

    /** More than a day's measurements at one batch each 10 s. */
    static final int MOST_RESENT = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EvidenceService evidence;
    private final EvidenceKey key;
    private final Duration patience;

    @Activate
    public EvidenceCommands(@Reference EvidenceService evidence, @Reference EvidenceKey key) {
        this(evidence, key, PATIENCE);
    }

    EvidenceCommands(EvidenceService evidence, EvidenceKey key, Duration patience) {
        this.evidence = evidence;
        this.key = key;
        this.patience = patience;
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(RESEND, ROTATE);
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) throws InterruptedException {
        return request.kind().equals(ROTATE.name()) ? rotate(request) : resend(request);
    }

    private CommandResult resend(CommandRequest request) {
        request.takesOnly("lane", "first", "last", "kid");
        Lane lane = Lane.of(request.text("lane", 20)
                .orElseThrow(() -> new IllegalArgumentException("lane must be alarm or measurement, but is missing")));
        long first = request.whole("first", 1, Long.MAX_VALUE);
        long last = request.whole("last", first, Long.MAX_VALUE);
        KeyId signer = request.text("kid", 16).map(KeyId::new).orElseGet(key::id);
        Resend resend = evidence.resend(new Resend.Wish(lane, signer, first, last, MOST_RESENT));
        return resend == null
                ? CommandResult.failed("NOT_READY", "the store is still being read: ask again in a minute")
                : answer(resend, lane, signer);
    }

    private static CommandResult answer(Resend resend, Lane lane, KeyId signer) {
        String chain = "lane %s of key %s".formatted(lane.label(), signer.hex());
        if (resend.newest() == 0) {
            return CommandResult.failed("GONE", "nothing of " + chain + " is stored");
        }
        if (resend.again() == 0 && resend.waiting() == 0) {
            return CommandResult.failed(
                    "GONE",
                    "nothing of that is stored any more; the newest of %s is %d".formatted(chain, resend.newest()));
        }
        StringBuilder text = new StringBuilder("%d batches of %s are sent again".formatted(resend.again(), chain));
        if (resend.waiting() > 0) {
            text.append(", %d more wait for their receipt anyway".formatted(resend.waiting()));
        }
        if (!resend.gone().isEmpty()) {
            text.append("; not stored any more: ").append(numbers(resend.gone()));
        }
        if (resend.left() > 0) {
            text.append("; that is as many as are sent at once: ask again from ")
                    .append(resend.left());
        }
        return CommandResult.done(
                text.toString(),
                Map.of(
                        "again", resend.again(),
                        "waiting", resend.waiting(),
                        "gone",
                                resend.gone().stream()
                                        .map(range -> List.of(range.first(), range.last()))
                                        .toList(),
                        "newest", resend.newest(),
                        "left", resend.left()));
    }

    /** The first few: all of them are in the data. */
    private static String numbers(List<Range> ranges) {
        String some = ranges.stream()
                .limit(5)
                .map(range -> range.first() == range.last()
                        ? Long.toString(range.first())
                        : range.first() + " to " + range.last())
                .collect(Collectors.joining(", "));
        return ranges.size() > 5 ? some + " and more" : some;
    }

    private CommandResult rotate(CommandRequest request) throws InterruptedException {
        request.takesOnly();
        KeyId old = key.id();
        CompletableFuture<KeyId> rotation = evidence.rotateKey();
        try {
            KeyId now = rotation.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return CommandResult.done(
                    "evidence is signed with the key %s now; %s named it and signs no more"
                            .formatted(now.hex(), old.hex()),
                    Map.of("key", now.hex(), "former", old.hex()));
        } catch (InterruptedException e) {
            evidence.withdraw(rotation);
            throw e;
        } catch (ExecutionException e) {
            return CommandResult.failed(
                    "NO_KEY",
                    "the key %s signs on, since no other could be made: %s".formatted(old.hex(), e.getCause()));
        } catch (TimeoutException e) {
            return evidence.withdraw(rotation)
                    ? CommandResult.failed(
                            "NOT_STORED",
                            "the key %s signs on, since nothing could be stored within %d s"
                                    .formatted(old.hex(), patience.toSeconds()))
                    : CommandResult.failed(
                            "NOT_FINISHED",
                            "begun, but not all could be stored within %d s; it will be finished as soon as the disk"
                                            .formatted(patience.toSeconds())
                                    + " works, also after a restart");
        }
    }
}
