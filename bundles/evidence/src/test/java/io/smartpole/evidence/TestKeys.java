package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys that are durable at once, and can fail. As a key it is the current one. */
final class TestKeys implements EvidenceKeys, EvidenceKey {

    private TestKey current;
    private @Nullable TestKey prepared;
    private final List<TestKey> former = new ArrayList<>();
    private @Nullable String failing;
    private Runnable step = () -> {};

    TestKeys(TestKey first) {
        current = first;
    }

    /** @param what fails from now on: prepare, or handOver; null: nothing */
    void fail(@Nullable String what) {
        failing = what;
    }

    /** @param step runs before and after each change */
    void onStep(Runnable step) {
        this.step = step;
    }

    void losePrepared() {
        prepared = null;
    }

    @Override
    public TestKey current() {
        return current;
    }

    @Override
    public Optional<EvidenceKey> prepared() {
        return Optional.ofNullable(prepared);
    }

    @Override
    public TestKey prepare() throws IOException {
        failAt("prepare");
        if (prepared == null) {
            step.run();
            prepared = TestKey.generate();
            step.run();
        }
        return prepared;
    }

    @Override
    public void handOver() throws IOException {
        failAt("handOver");
        TestKey next = prepared;
        if (next == null) {
            throw new IllegalStateException("none is prepared");
        }
        step.run();
        former.add(current);
        current = next;
        prepared = null;
        step.run();
    }

    private void failAt(String step) throws IOException {
        if (step.equals(failing)) {
            throw new IOException("Input/output error at " + step);
        }
    }

    @Override
    public List<byte[]> former() {
        return former.stream().map(TestKey::publicKey).toList();
    }

    @Override
    public KeyId id() {
        return current.id();
    }

    @Override
    public byte[] publicKey() {
        return current.publicKey();
    }

    @Override
    public int algorithm() {
        return current.algorithm();
    }

    @Override
    public byte[] sign(byte[] message) {
        return current.sign(message);
    }
}
