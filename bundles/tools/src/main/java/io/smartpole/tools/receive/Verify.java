package io.smartpole.tools.receive;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Reason;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.tools.key.KeyOptions;
import io.smartpole.tools.receive.FolderLines.Line;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole verify}: checks stored evidence again, long afterwards and far from the pole. */
@Command(
        name = "verify",
        description = "Checks signatures and chains of stored evidence.",
        footer = {
            "",
            "Chains are followed from file to file, in whatever order batches and files are.",
            "What is missing between them is told at the end.",
            "",
            "Examples:",
            "  pole verify data/standin/received.jsonl",
            "  pole verify --key p-1.pem archive",
            "  pole verify --key p-1.pem batch.cose"
        })
public final class Verify implements Callable<Integer> {

    /** COSE_Sign1 tag 18, with which every batch begins and no JSON does. */
    private static final int COSE_SIGN1 = 0xD2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "A batch as it was sent (COSE_Sign1), lines of JSON as a receiver stores them, or the folder into"
                            + " which one or several receivers store.")
    private List<Path> files = List.of();

    private final Map<String, Long> unknownKeys = new TreeMap<>();
    private long good;
    private long bad;

    @Override
    public Integer call() {
        EvidenceReceiver receiver = new EvidenceReceiver(keys.registered());
        for (Path file : files) {
            long badBefore = bad;
            long goodBefore = good;
            try {
                if (Files.isDirectory(file)) {
                    verifyArchive(file, receiver);
                } else {
                    verifyFile(file, receiver);
                }
            } catch (IOException e) {
                throw new UserError("cannot read " + file + " (" + Problems.of(e) + ")", e);
            }
            out().println(file + ": " + (good - goodBefore) + " good, " + (bad - badBefore) + " bad");
        }
        unknownKeys.forEach((key, count) -> out().println("! " + count + (count == 1 ? " batch" : " batches")
                + " signed with an unknown key: " + key + ": give the pole's key with --key"));
        receiver.missing().forEach(hole -> problem("chains", hole.text()));
        out().flush();
        return bad == 0 ? ExitCode.OK : ExitCode.NOT_OK;
    }

    private void verifyArchive(Path folder, EvidenceReceiver receiver) throws IOException {
        try (ArchiveLines lines = new ArchiveLines(folder)) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                verify(line.where(), line.text(), receiver);
            }
        }
    }

    private void verifyFile(Path file, EvidenceReceiver receiver) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            verify(file, in, receiver);
        }
    }

    private void verify(Path file, InputStream in, EvidenceReceiver receiver) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        if (first == COSE_SIGN1) {
            judge(file.toString(), receiver.check(in.readAllBytes()));
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            verify(file + ":" + number, line, receiver);
        }
        if (number == 0) {
            problem(file.toString(), "the file is empty");
        }
    }

    private void verify(String where, String line, EvidenceReceiver receiver) {
        try {
            ReceivedLine read = ReceivedLine.read(line);
            Arrival arrival = receiver.check(read.bytes());
            if (arrival instanceof Verified batch
                    && !ReceivedLine.write(batch, read.received()).equals(line)) {
                problem(where, "the line says other than the signed batch in it");
            } else {
                judge(where, arrival);
            }
        } catch (FormatException e) {
            problem(where, "not a line of a receiver, " + e.getMessage());
        }
    }

    private void judge(String where, Arrival arrival) {
        if (arrival instanceof Refused refused && refused.reason() == Reason.UNKNOWN_KEY) {
            bad++;
            unknownKeys.merge(refused.detail(), 1L, Long::sum); // often all of a pole: told in one line
        } else if (arrival instanceof Refused refused) {
            problem(where, refused.toString());
        } else if (arrival instanceof Verified batch && !batch.link().good()) {
            problem(where, "signed, but " + batch.link().text());
        } else {
            good++;
        }
    }

    private void problem(String where, String what) {
        bad++;
        out().println("! " + Plain.text(where + ": " + what));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
