package io.smartpole.remote;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mockito.ArgumentMatchers;

/** A pole that is online, with everything around {@link Remote} made up. */
final class TestPole implements Outbox {

    /** What was published, beside answers. */
    record Sent(String topic, JsonNode json, int qos, boolean retain) {}

    final Gate gate = new Gate();
    final RemoteHealth health = new RemoteHealth(gate);
    final ReportBox reports = new ReportBox(gate);
    final FakeTrust trust = new FakeTrust();
    final FakeHandler handler = new FakeHandler();
    final EvidenceLog evidence = mock(EvidenceLog.class);
    final Configurations configurations = mock(Configurations.class);
    final List<DesiredConfiguration> desired = new ArrayList<>();
    final List<JsonNode> replies = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    final List<JsonNode> documents = new ArrayList<>();
    final List<JsonNode> commands = new ArrayList<>();
    final List<String> sums = new ArrayList<>();
    Configurations.Receipt receipt = Configurations.Receipt.TAKEN;
    Moment now = Platform.NOW;
    String endpoint = "cloud1 tcp://127.0.0.1:1883";
    long connects = 1;
    boolean online = true;

    private final TimeSource time = mock(TimeSource.class, withSettings().stubOnly());
    final Path folder;

    TestPole(Path folder) {
        this.folder = folder;
        when(time.now()).thenAnswer(any -> now);
        when(time.world()).thenAnswer(any -> now);
        when(configurations.desire(ArgumentMatchers.any())).thenAnswer(call -> {
            desired.add(call.getArgument(0));
            return receipt;
        });
    }

    /** @return the gateway's part that is tested, as after a start */
    Remote start() {
        Remote remote = new Remote(gate, health, reports, time, trust, () -> Platform.POLE, this, folder);
        remote.addHandler(handler);
        remote.evidence = evidence;
        remote.configurations = configurations;
        remote.addListener(this::record);
        return remote;
    }

    private void record(Reading reading) {
        String text = ((Value.Text) reading.value()).text();
        switch (reading.series().quantity()) {
            case "document" -> documents.add(json(text));
            case "command" -> commands.add(json(text));
            default -> sums.add(text);
        }
    }

    void after(Duration passed) {
        now = new Moment(
                now.instant().plus(passed), now.trusted(), now.sinceBoot().plus(passed));
    }

    void report(ConfigurationReport report) {
        reports.onReport(report);
    }

    static Message changed(Message message, byte[] payload) {
        return new Message(message.topic(), payload, message.retained(), message.endpoint());
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("this is not JSON: " + text, e);
        }
    }

    private static JsonNode json(byte[] bytes) {
        return json(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        if (online) {
            sent.add(new Sent(topic, json(payload), qos, retain));
        }
        return online;
    }

    @Override
    public boolean reply(String to, String topic, byte[] payload) {
        if (online) {
            replies.add(json(payload));
        }
        return online;
    }

    @Override
    public int retrySetAside() {
        return 0;
    }

    @Override
    public LinkStatus status() {
        LinkFigures figures = new LinkFigures(connects, 0, 0, 0, 0, null, 0);
        return new LinkStatus(online, online ? endpoint : "", Platform.NONCE, null, figures, List.of());
    }
}
