package io.smartpole.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.formats.topics.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is killed again and again at random moments, while a broker outside it keeps a durable subscriber: no
 * committed batch may be missing there, none may fail verification, no number may have a gap.
 */
class PowerCutIT {

    private static final Topics TOPICS = new Topics("dormagen", "p-0001");
    private static final boolean FULL = Boolean.getBoolean("smartpole.full");
    private static final int ROUNDS = FULL ? 50 : 4;
    private static final int LATEST_KILL_MILLIS = 8_000;
    private static final long SEED = Long.getLong("smartpole.seed", 20261121);

    @TempDir
    Path folder;

    @Test
    void nothingCommittedIsLostWhenTheGatewayIsKilled() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        Random random = new Random(SEED);
        Path data = folder.resolve("data");
        try (Mosquitto broker = Mosquitto.start(folder);
                TestClient platform = new TestClient(broker.port(), "platform", false, TOPICS.evidence())) {
            String[] options = {"--cloud", "tcp://127.0.0.1:" + broker.port(), "--speed", "600"};
            for (int round = 0; round < ROUNDS; round++) {
                // From the first instant of a start to some seconds into the work.
                RunningGateway.startAndKill(data, random.nextInt(LATEST_KILL_MILLIS), options);
            }
            // The last start delivers what the ones before it committed and could not send.
            RunningGateway last = RunningGateway.demo(data, RunningGateway.freePort(), options);
            try (last;
                    TestClient client = new TestClient(broker.port(), TOPICS.state())) {
                String boot = new ObjectMapper()
                        .readTree(client.await(20, TOPICS.state()).payload())
                        .path("boot")
                        .asText();
                awaitComplete(platform, new Evidence(data), boot);
            }
        }
    }

    /** Reads until every lane is complete, from 1 to a batch of the boot that runs now. */
    private void awaitComplete(TestClient platform, Evidence evidence, String boot) throws Exception {
        Map<String, NavigableMap<Long, BatchId>> lanes = new HashMap<>();
        while (lanes.size() < 2 || !lanes.values().stream().allMatch(lane -> complete(lane, boot))) {
            var message = platform.await(60, "complete evidence; seed " + SEED + ", " + gaps(lanes), any -> true);
            BatchId id = evidence.verify(message).batch().id();
            lanes.computeIfAbsent(id.lane().label(), lane -> new TreeMap<>()).put(id.seq(), id);
        }
    }

    private static boolean complete(NavigableMap<Long, BatchId> lane, String boot) {
        return lane.firstKey() == 1
                && lane.lastKey() == lane.size()
                && lane.lastEntry().getValue().boot().hex().equals(boot);
    }

    private static String gaps(Map<String, NavigableMap<Long, BatchId>> lanes) {
        StringBuilder text = new StringBuilder();
        lanes.forEach((name, lane) -> text.append(name)
                .append(' ')
                .append(lane.firstKey())
                .append("..")
                .append(lane.lastKey())
                .append(" (")
                .append(lane.size())
                .append(") "));
        return text.toString();
    }
}
