package io.smartpole.tools.receive;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.receive.FolderLines.Line;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Length;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole chains}: of several receivers that share the work each sees a part of a chain; this sees all of it. */
@Command(
        name = "chains",
        description = {
            "Checks the chains of all poles in a folder into which one or several receivers store.",
            "The receivers checked the signatures; this does not do it again. 'pole verify' does both, and needs the keys."
        },
        footer = {
            "",
            "Exit code 1 says that a batch is missing or does not belong to its chain.",
            "",
            "Examples:",
            "  pole chains archive",
            "  pole chains archive --follow   tells what is wrong as soon as it is"
        })
public final class Chains implements Callable<Integer> {

    private static final long LOOK_EVERY_SECONDS = 1;

    private final TimeSource time;

    /** Verifies nothing here: it follows the chains of what was verified before. */
    private final EvidenceReceiver chains = new EvidenceReceiver(id -> Optional.empty());

    private final Set<Topics> poles = new HashSet<>();
    private long batches;
    private long problems;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "What was named to the receivers with --out.")
    private Path folder = Path.of("");

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what arrives, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "90s",
            converter = Length.class,
            description =
                    "With --follow: what is missing is told after so long. A pole sends again what was not receipted"
                            + " within 30 s. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ZERO;

    public Chains(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new UserError("there is no folder " + folder);
        }
        try (ArchiveLines lines = new ArchiveLines(folder)) {
            takeAll(lines);
            if (follow) {
                follow(lines);
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + " (" + Problems.of(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Hole> missing = chains.missing();
        missing.forEach(hole -> out().println("! " + hole.text()));
        out().println("%d batches of %d poles: %d holes, %d other problems"
                .formatted(batches, poles.size(), missing.size(), problems));
        out().flush();
        return missing.isEmpty() && problems == 0 ? ExitCode.OK : ExitCode.NOT_OK;
    }

    private void follow(ArchiveLines lines) throws IOException, InterruptedException {
        out().println("%d batches of %d poles were there; following until Ctrl-C".formatted(batches, poles.size()));
        HoleWatch holes = new HoleWatch(patience);
        while (true) {
            holes.look(chains.missing(), time.now().sinceBoot()).forEach(out()::println);
            if (out().checkError()) {
                return; // nobody reads it any more
            }
            TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
            lines.look();
            takeAll(lines);
        }
    }

    private void takeAll(ArchiveLines lines) throws IOException {
        for (Line line = lines.next(); line != null; line = lines.next()) {
            take(line);
        }
    }

    private void take(Line line) {
        batches++;
        try {
            EvidenceBatch batch =
                    EvidenceBatch.decode(ReceivedLine.read(line.text()).bytes());
            poles.add(batch.header().topics());
            Link link = chains.resume(batch);
            if (!link.good()) {
                problem(
                        line,
                        batch.header().topics().baseName() + " batch "
                                + batch.header().seq() + ": " + link.text());
            }
        } catch (FormatException | IllegalArgumentException e) {
            problem(line, "not what a receiver stored, " + e.getMessage());
        }
    }

    private void problem(Line line, String text) {
        problems++;
        out().println("! " + Plain.text(line.where() + ": " + text));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
