package io.smartpole.tools.receive;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.key.KeyOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole tail}: watches verified readings arrive. It only looks: it stores nothing and sends no receipts. */
@Command(
        name = "tail",
        description = "Watches the readings of poles arrive, each verified. Problems are told on standard error.",
        footer = {
            "",
            "Examples:",
            "  pole tail",
            "  pole tail --pole dormagen/p-1 --count 10",
            "  pole tail --json --broker ssl://mqtt.example.org:8883 --key p-1.pem --key p-2.pem"
        })
public final class Tail implements Callable<Integer> {

    /** Batches that wait come after those that are new. */
    private static final Duration MISSING_FOR = Duration.ofSeconds(60);

    /** A pole sends at least so often. */
    private static final String NEXT_BATCH =
            "pole: waiting for the next batch: a pole sends one every 15 min at least, that"
                    + " of the demo every few seconds";

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final TimeSource time;
    private final ZoneId zone;
    private final HoleWatch holes = new HoleWatch(MISSING_FOR);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "One JSON object per reading.")
    private boolean json;

    @Option(names = "--count", paramLabel = "N", description = "Stop after N readings. Default: go on until Ctrl-C.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--pole", paramLabel = "SITE/POLE", description = "Only this pole. Default: all.")
    private @Nullable String pole;

    private boolean problems;
    private long left;

    public Tail(TimeSource time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        EvidenceReceiver receiver = new EvidenceReceiver(keys.registered());
        left = count;
        try (BrokerLink link = BrokerLink.connect(broker.brokers(keys.data()), null, List.of(filter()), err)) {
            Optional<Delivery> next = link.poll(SOON);
            if (next.isEmpty()) {
                err.println(NEXT_BATCH);
                err.flush();
            }
            while (left > 0 && !spec.commandLine().getOut().checkError()) {
                next.ifPresent(
                        delivery -> show(receiver.receive(delivery.topic(), delivery.bytes()), delivery.topic(), err));
                holes(receiver, time.now().sinceBoot(), err);
                next = left > 0 ? link.poll(FOR_EVER) : Optional.empty();
            }
            holes(receiver, time.now().sinceBoot().plus(MISSING_FOR), err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return problems ? ExitCode.NOT_OK : ExitCode.OK;
    }

    private String filter() {
        if (pole == null) {
            return Topics.allEvidence();
        }
        return CommandOptions.topics(pole, spec).evidence();
    }

    private void show(Arrival arrival, String topic, PrintWriter err) {
        if (arrival instanceof Refused refused) {
            problem(topic + ": " + refused, err);
        } else if (arrival instanceof Verified batch) {
            if (!batch.link().good()) {
                problem(
                        topic + ": batch " + batch.id().seq() + " of lane "
                                + batch.id().lane().label() + ": "
                                + batch.link().text(),
                        err);
            }
            PrintWriter out = spec.commandLine().getOut();
            for (SenmlRecord record : batch.records()) {
                if (left > 0) {
                    left--;
                    out.println(
                            json
                                    ? Readings.json(record, batch.batch().header())
                                    : Readings.row(record, batch.batch().header(), zone));
                }
            }
            out.flush();
        }
    }

    private void holes(EvidenceReceiver receiver, Duration now, PrintWriter err) {
        for (String line : holes.look(receiver.missing(), now)) {
            problems |= line.startsWith("!");
            err.println(Plain.text(line));
        }
        err.flush();
    }

    private void problem(String text, PrintWriter err) {
        problems = true;
        err.println("! " + Plain.text(text));
        err.flush();
    }
}
