package io.smartpole.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlarmPublisherTest {

    private static final String CHOSEN = "(kura.service.pid=alarms)";

    private final Steps steps = new Steps();
    private final AlarmPublisher alarms = new AlarmPublisher(steps);
    private final Cloud cloud = new Cloud();

    /** A publisher of Kura that may refuse. */
    private static final class Cloud implements CloudPublisher {

        final List<String> published = new ArrayList<>();

        @Nullable
        RuntimeException refusal;

        @Nullable
        KuraException kuraRefusal;

        @Override
        public @Nullable String publish(KuraMessage message) throws KuraException {
            if (refusal != null) {
                throw refusal;
            }
            if (kuraRefusal != null) {
                throw kuraRefusal;
            }
            published.add(String.valueOf(message.getPayload().getMetric("message")));
            return null;
        }
    }

    @Test
    void anAlarmGoesThroughTheChosenPublisherButNotOnTheThreadThatMeasured() {
        choose(CHOSEN);
        alarms.setPublisher(cloud);
        alarms.onReading(Said.alarm("disk", "WARN: half full"));
        assertEquals(List.of(), cloud.published);
        steps.run();
        assertEquals(List.of("half full"), cloud.published);
        says(HealthStatus.OK, "alarms go to the cloud publisher " + CHOSEN);
    }

    @Test
    void whileNoneIsChosenNothingIsPublishedOrKept() {
        for (String none : new String[] {Target.NONE, "", " "}) {
            choose(none);
            alarms.setPublisher(cloud); // an empty filter takes any
            say("early");
            says(HealthStatus.OK, "no cloud publisher is chosen, so no alarms go over Kura's cloud connections");
        }
        choose(CHOSEN);
        steps.run();
        assertEquals(List.of(), cloud.published);
    }

    @Test
    void whatWaitedIsForgottenWhenNoneIsChosenAnyMore() {
        choose(CHOSEN);
        say("early");
        choose(Target.NONE);
        choose(CHOSEN);
        alarms.setPublisher(cloud);
        steps.run();
        assertEquals(List.of(), cloud.published);
    }

    @Test
    void aChoiceThatNobodyCanUnderstandPublishesNothingAndIsSaid() {
        choose("alarms");
        alarms.setPublisher(cloud);
        say("early");
        assertEquals(List.of(), cloud.published);
        says(
                HealthStatus.WARN,
                "smartpole.kura: CloudPublisher.target is 'alarms', but must be a filter such as (kura.service.pid=alarms);"
                        + " no alarms are published");
    }

    @Test
    void alarmsWaitForAPublisherThatIsNotThere() {
        choose(CHOSEN);
        say("one");
        say("two");
        says(HealthStatus.WARN, "there is no cloud publisher " + CHOSEN + "; 2 alarms wait");
        alarms.setPublisher(cloud);
        steps.run();
        assertEquals(List.of("one", "two"), cloud.published);
        alarms.unsetPublisher(cloud);
        says(HealthStatus.WARN, "there is no cloud publisher " + CHOSEN + "; 0 alarms wait");
    }

    @Test
    void whatIsRefusedIsTriedAgainWithTheNextAlarmInOrder() {
        choose(CHOSEN);
        alarms.setPublisher(cloud);
        cloud.kuraRefusal = mock(KuraException.class);
        when(cloud.kuraRefusal.getMessage()).thenReturn("not connected");
        say("one");
        says(
                HealthStatus.WARN,
                "the cloud publisher " + CHOSEN + " does not take alarms: not connected; 1 alarms wait");
        cloud.kuraRefusal = null;
        cloud.refusal = new IllegalStateException("going away, as the test wants it");
        say("two");
        cloud.refusal = null;
        say("three");
        assertEquals(List.of("one", "two", "three"), cloud.published);
        says(HealthStatus.OK, "alarms go to the cloud publisher " + CHOSEN);
    }

    @Test
    void whatWasWrongWithAPublisherIsForgottenWhenNoneIsChosenAnyMore() {
        choose(CHOSEN);
        alarms.setPublisher(cloud);
        cloud.refusal = new IllegalStateException();
        say("one");
        says(
                HealthStatus.WARN,
                "the cloud publisher " + CHOSEN
                        + " does not take alarms: java.lang.IllegalStateException; 1 alarms wait");
        choose(Target.NONE);
        choose(CHOSEN);
        says(HealthStatus.OK, "alarms go to the cloud publisher " + CHOSEN);
    }

    @Test
    void whatIsRefusedWhileSomebodyChoosesNoneIsForgotten() {
        choose(CHOSEN);
        alarms.setPublisher(message -> {
            alarms.configure(config(Target.NONE));
            throw new IllegalStateException("going away, as the test wants it");
        });
        say("one");
        alarms.setPublisher(cloud);
        choose(CHOSEN);
        assertEquals(List.of(), cloud.published);
    }

    @Test
    void ofTooManyTheOldestAreGivenUpAndCounted() {
        choose(CHOSEN);
        alarms.setPublisher(cloud);
        cloud.refusal = new IllegalStateException("the cloud is down, as the test wants it");
        int most = AlarmQueue.CAPACITY;
        for (int i = 0; i < most + 3; i++) {
            say("alarm " + i);
        }
        cloud.refusal = null;
        say("the last");
        assertEquals(most, cloud.published.size());
        assertEquals("alarm 4", cloud.published.get(0));
        assertEquals("the last", cloud.published.get(most - 1));
        says(
                HealthStatus.OK,
                "alarms go to the cloud publisher " + CHOSEN + "; 4 older alarms were given up since start");
    }

    @Test
    void theNextPublisherIsBoundBeforeTheFormerIsGivenBack() {
        choose(CHOSEN);
        Cloud former = new Cloud();
        alarms.setPublisher(former);
        alarms.setPublisher(cloud);
        alarms.unsetPublisher(former);
        say("one");
        assertEquals(List.of("one"), cloud.published);
    }

    @Test
    void aPublisherThatHangsHoldsUpNobodyAndLosesNothing() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<Object> published = new LinkedBlockingQueue<>();
        AlarmPublisher real = new AlarmPublisher();
        real.configure(config(CHOSEN));
        real.setPublisher(message -> {
            entered.countDown();
            awaitQuietly(release);
            published.add(String.valueOf(message.getPayload().getMetric("message")));
            return null;
        });
        real.onReading(Said.alarm("disk", "WARN: one"));
        assertTrue(entered.await(10, TimeUnit.SECONDS));
        real.onReading(Said.alarm("disk", "OK: two"));
        real.onReading(Said.alarm("disk", "WARN: three"));
        release.countDown();
        assertEquals("one", published.poll(10, TimeUnit.SECONDS));
        assertEquals("two", published.poll(10, TimeUnit.SECONDS));
        assertEquals("three", published.poll(10, TimeUnit.SECONDS));
        real.deactivate();
        real.onReading(Said.alarm("disk", "WARN: after the end")); // and nobody is thrown at
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void choose(String target) {
        alarms.configure(config(target));
        steps.run();
    }

    private static AlarmPublisher.Config config(String target) {
        AlarmPublisher.Config config = mock(AlarmPublisher.Config.class);
        when(config.CloudPublisher_target()).thenReturn(target);
        return config;
    }

    private void say(String message) {
        alarms.onReading(Said.alarm("disk", "WARN: " + message));
        steps.run();
    }

    private void says(HealthStatus status, String message) {
        assertEquals(status, alarms.check().status());
        assertEquals(message, alarms.check().message());
    }
}
