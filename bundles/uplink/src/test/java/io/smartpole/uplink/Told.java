package io.smartpole.uplink;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a connection told, in words. */
final class Told implements Connection.Listener {

    static final int PATIENCE_MS = 10_000;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Target target;

    Told(Target target) {
        this.target = target;
    }

    String next() throws InterruptedException {
        String what = told.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        return what == null ? "nothing was told" : what;
    }

    void add(String what) {
        told.add(what);
    }

    @Override
    public void opened() {
        told.add("opened");
    }

    @Override
    public void lost(Throwable cause) {
        told.add(Problem.of(cause, target, TlsBroker.NOW).what());
    }

    @Override
    public void arrived(String topic, byte[] payload, boolean retained) {
        told.add(topic + " " + new String(payload, StandardCharsets.UTF_8) + " " + retained);
    }

    @Override
    public void tooLarge(String topic, int bytes) {
        told.add(topic + " is too large: " + bytes);
    }
}
