package io.smartpole.distribution;

import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.senml.SenmlRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The platform's side in these tests: verifies with the public key from the gateway's data folder. */
final class Evidence {

    private final EvidenceReceiver receiver;

    Evidence(Path data) throws IOException {
        byte[] key = publicKey(data);
        receiver = new EvidenceReceiver(id -> id.equals(KeyId.ofKey(key)) ? Optional.of(key) : Optional.empty());
    }

    static byte[] publicKey(Path data) throws IOException {
        List<String> pem = Files.readAllLines(data.resolve("identity/evidence.pub.pem"));
        return Base64.getDecoder().decode(String.join("", pem.subList(1, pem.size() - 1)));
    }

    /** @return the batch; a failure if it is refused or does not continue its chain */
    Arrival.Verified verify(TestClient.Received message) {
        Arrival arrival = receiver.receive(message.topic(), message.payload());
        if (arrival instanceof Arrival.Verified verified && verified.link().good()) {
            return verified;
        }
        throw new AssertionError("not a good link of the chain: " + arrival + " in "
                + Arrays.toString(Arrays.copyOf(message.payload(), 80)));
    }

    /** @return component/quantity */
    static String series(SenmlRecord record) {
        return record.name().substring(record.name().indexOf('/', record.name().indexOf('/') + 1) + 1);
    }
}
