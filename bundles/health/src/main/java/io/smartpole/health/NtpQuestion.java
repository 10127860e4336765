package io.smartpole.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host once a minute whether any NTP client (chrony, ntpd, timesyncd) has set the clock, until one has. After
 * that it stays so until the clock steps: without a time server the clock drifts by seconds a day, which is no reason to distrust it.
 */
final class NtpQuestion implements BooleanSupplier {

    private static final long ASK_AGAIN_AFTER_SECONDS = 60;
    private static final long ANSWER_WITHIN_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(NtpQuestion.class);

    /** What is asked. */
    @FunctionalInterface
    interface Host {

        /**
         * @return "yes" once the clock is set; anything else is not known
         * @throws IOException if there is nobody to ask on this host
         */
        String clockIsSet() throws IOException, InterruptedException;
    }

    private final Host host;
    private volatile Thread thread = newThread();
    private volatile boolean set;

    NtpQuestion(Host host) {
        this.host = host;
    }

    private Thread newThread() {
        Thread asking = new Thread(this::run, "ntp-question");
        asking.setDaemon(true);
        return asking;
    }

    void start() {
        thread.start();
    }

    /** What the host said before counts no more. */
    void askAgain() {
        thread.interrupt();
        set = false;
        thread = newThread();
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    @Override
    public boolean getAsBoolean() {
        return set;
    }

    void run() {
        try {
            while (!host.clockIsSet().equals("yes")) {
                TimeUnit.SECONDS.sleep(ASK_AGAIN_AFTER_SECONDS);
            }
            set = true;
        } catch (IOException e) {
            LOG.info(
                    "this host cannot say whether NTP has set its clock, only systemd-timesyncd counts: {}",
                    e.toString());
        } catch (InterruptedException e) {
            // deactivated
        }
    }

    /** Asks systemd, which reads the kernel's flag that every NTP client sets (adjtimex, STA_UNSYNC cleared). */
    static String timedatectl() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return "no answer";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
