package io.smartpole.remote;

import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obeys the commands that take long, one after the other, on a thread of its own. Everything here is called by the one
 * worker that admits them; it learns what became of them from {@link #ended}.
 */
final class LongCommands {

    /** So many wait for the one that is being obeyed. */
    static final int MOST_WAITING = 4;

    /** So often at most it is told how far one is. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(LongCommands.class);

    private final Runnable news;
    private final Map<CommandId, Job> jobs = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), LongCommands::newThread);

    /**
     * One that was admitted.
     *
     * @param endpoint where it came from
     */
    record Order(CommandId id, Handlers.Offer offer, CommandRequest request, String endpoint) {}

    /** What became of one. */
    record Ended(Order order, CommandResult result) {}

    /** How far one is. */
    record Progress(Order order, int percent, String message) {}

    private static final class Job {

        final Order order;
        volatile Progress latest;

        @Nullable
        Progress told;

        Duration toldAt = Duration.ZERO;

        Job(Order order) {
            this.order = order;
            this.latest = new Progress(order, 0, order.request().kind() + " waits for its turn");
        }
    }

    /** @param news told when one has ended */
    LongCommands(Runnable news) {
        this.news = news;
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "remote-long");
        thread.setDaemon(true);
        return thread;
    }

    /** @return false if as many wait as may */
    boolean hasRoom() {
        return thread.getQueue().remainingCapacity() > 0;
    }

    /** Only while there {@link #hasRoom}. */
    void begin(Order order) {
        Job job = new Job(order);
        jobs.put(order.id(), job);
        thread.execute(() -> obey(job));
    }

    private void obey(Job job) {
        Order order = job.order;
        job.latest = new Progress(order, 0, order.request().kind() + " has begun");
        try {
            CommandResult result = CommandDesk.obey(
                    order.offer().handler(),
                    order.request(),
                    (percent, message) -> job.latest = new Progress(order, percent, String.valueOf(message)));
            ended.add(new Ended(order, result));
            news.run();
        } catch (InterruptedException e) {
            if (!thread.isShutdown()) { // not the gateway stops, but only whoever obeys
                ended.add(new Ended(
                        order,
                        CommandResult.failed(
                                "INTERRUPTED",
                                "whoever obeys it was stopped meanwhile; look at the readings to see whether it took"
                                        + " effect")));
                news.run();
                return;
            }
            LOG.info(
                    "{} {} was interrupted by the stop",
                    order.request().kind(),
                    order.id().id());
        }
    }

    /** @return how far one is; empty if it is neither being obeyed nor waiting */
    Optional<Progress> find(CommandId id) {
        return Optional.ofNullable(jobs.get(id)).map(job -> job.latest);
    }

    /** @return those that have ended; each once */
    List<Ended> ended() {
        List<Ended> all = new ArrayList<>();
        for (Ended next = ended.poll(); next != null; next = ended.poll()) {
            jobs.remove(next.order().id());
            all.add(next);
        }
        return all;
    }

    /** @return what is to be told now of those that go on */
    List<Progress> progress(Duration now) {
        List<Progress> all = new ArrayList<>();
        for (Job job : jobs.values()) {
            Progress latest = job.latest;
            if (!latest.equals(job.told)
                    && (job.told == null || now.minus(job.toldAt).compareTo(PAUSE) >= 0)) {
                job.told = latest;
                job.toldAt = now;
                all.add(latest);
            }
        }
        return all;
    }

    /** Those that have not ended are told at the next start. */
    void stop() {
        thread.shutdownNow();
    }
}
