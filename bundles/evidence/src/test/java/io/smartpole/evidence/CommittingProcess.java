package io.smartpole.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.SystemTime;
import io.smartpole.evidence.store.FolderDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gateway that commits without end and says each time what it committed, until somebody kills it. */
final class CommittingProcess {

    private static final Series DOOR = new Series("door", "open", null);
    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final int LARGEST = 16;

    private static @Nullable SegmentStore store;

    private CommittingProcess() {}

    /** @param args folder of the store, file of the private key, file of the public key */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        TestKey key = key(Path.of(args[1]), Path.of(args[2]));
        SystemTime time = new SystemTime(() -> true);
        Settings settings = new Settings(
                Duration.ofSeconds(10), LARGEST, Duration.ofMinutes(15), new StoreLimits(16, Duration.ofDays(2)));
        ReadingQueue queue = new ReadingQueue(1000, LARGEST);
        Agenda agenda = new Agenda(time, queue, () -> settings, "1.0.0");
        Writer writer = new Writer(
                time,
                agenda,
                new Sealer(time, key, TestKey.POLE),
                () -> store = SegmentStore.open(new FolderDisk(folder), settings.limits()),
                settings::limits,
                CommittingProcess::say);
        while (true) {
            queue.add(DOOR.alarm(Value.of(true), time.now()));
            for (int i = 0; i < LARGEST; i++) {
                queue.add(TEMPERATURE.reading(Value.of((double) i), time.now()));
            }
            writer.step();
        }
    }

    private static void say(Lane lane) {
        BatchId id = Objects.requireNonNull(store).last(lane).orElseThrow().id();
        System.out.println(lane.label() + " " + id.seq() + " " + id.hash());
    }

    private static TestKey key(Path privateKey, Path publicKey) throws Exception {
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        return new TestKey(new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(publicKey))),
                keys.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(privateKey)))));
    }
}
