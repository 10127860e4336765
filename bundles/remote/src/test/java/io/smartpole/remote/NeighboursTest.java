package io.smartpole.remote;

import static io.smartpole.remote.Platform.POLE;
import static io.smartpole.remote.Platform.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.TimeSource;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static final int PATIENCE_MS = 10_000;
    private static final Series PIR = new Series("pir", "detected", null);

    private final ZoneMailbox mailbox = new ZoneMailbox();
    private final TimeSource time = mock(TimeSource.class);
    private final Outbox outbox = mock(Outbox.class);
    private final Lighting lighting = mock(Lighting.class);
    private final Neighbours neighbours;

    NeighboursTest() {
        when(time.boot()).thenReturn(new BootId("00c0ffee".repeat(4)));
        when(time.now()).thenReturn(Platform.NOW);
        neighbours = new Neighbours(mailbox, time, () -> POLE, outbox);
        neighbours.lighting = lighting;
        neighbours.profile = new HardwareProfile(
                "p",
                "",
                "",
                HardwareProfile.Supply.PERMANENT,
                List.of(),
                List.of(new Input("pir", Input.Kind.PRESENCE, 5, false), new Input("hatch", Input.Kind.DOOR, 6, false)),
                null);
    }

    @Test
    void aNeighbourCanAskForNothingButAnApproach() throws Exception {
        mailbox.onMessage(said(1));
        step();
        verify(lighting).request(new LightRequest.Approach(Duration.ofMinutes(1)));
        verify(lighting, times(1)).request(any());
        verify(outbox, never()).publish(any(), any(), anyInt(), anyBoolean());

        // And an approach has a duration, but no level: what is not there cannot lower the light.
        assertEquals(
                List.of(Duration.class),
                Arrays.stream(LightRequest.Approach.class.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toList());
    }

    @Test
    void aDetectionOfItsOwnIsToldUnsignedAndNotKept() throws Exception {
        mailbox.onReading(PIR.reading(Value.of(true), Platform.NOW));
        step();
        verify(outbox).publish(eq(TOPICS.zone("market")), any(), eq(0), eq(false));
        verify(lighting, never()).request(any());
    }

    @Test
    void nothingElseThatIsReadIsTold() throws Exception {
        mailbox.onReading(PIR.reading(Value.of(false), Platform.NOW));
        mailbox.onReading(PIR.alarm(Value.of(true), Platform.NOW));
        mailbox.onReading(PIR.reading(Value.of("true"), Platform.NOW));
        mailbox.onReading(new Series("pir", "active", null).reading(Value.of(true), Platform.NOW));
        mailbox.onReading(new Series("hatch", "detected", null).reading(Value.of(true), Platform.NOW));
        mailbox.onReading(new Series("camera", "detected", null).reading(Value.of(true), Platform.NOW));
        for (int i = 0; i < 7; i++) {
            step();
        }
        verify(outbox, never()).publish(any(), any(), anyInt(), anyBoolean());
    }

    @Test
    void withoutAProfileOrALightControlNothingHappens() throws Exception {
        neighbours.profile = null;
        neighbours.lighting = null;
        mailbox.onReading(PIR.reading(Value.of(true), Platform.NOW));
        mailbox.onMessage(said(1));
        step();
        step();
        verify(outbox, never()).publish(any(), any(), anyInt(), anyBoolean());
        verify(lighting, never()).request(any());
    }

    @Test
    void aLightControlThatFailsDoesNotStopTheTalk() throws Exception {
        when(lighting.request(any())).thenThrow(new IllegalStateException("broken, as the test wants it"));
        mailbox.onMessage(said(1));
        mailbox.onMessage(said(2));
        step();
        step();
        verify(lighting, times(2)).request(any());
    }

    @Test
    void aFloodFillsOnlyItsOwnPartOfTheMailboxAndIsCounted() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            mailbox.onMessage(said(i));
        }
        mailbox.onReading(PIR.reading(Value.of(true), Platform.NOW));
        int waiting = ZoneMailbox.CAPACITY - ZoneMailbox.KEPT_FOR_OWN;
        for (int i = 0; i < waiting; i++) {
            step();
        }
        verify(outbox, never()).publish(any(), any(), anyInt(), anyBoolean());
        step();
        verify(outbox).publish(any(), any(), anyInt(), anyBoolean());

        int believed = ZoneTalk.MOST_PER_SECOND;
        assertEquals(HealthStatus.OK, neighbours.check().status());
        assertTrue(
                neighbours
                        .check()
                        .message()
                        .startsWith(believed + " messages of neighbours heeded and " + (1_000 - believed) + " dropped"),
                neighbours.check().message());
    }

    @Test
    void commandsAreNotForThisMailbox() throws Exception {
        mailbox.onMessage(Platform.command().message());
        mailbox.onMessage(Platform.groupCommand("old-town").message());
        assertNull(mailbox.next(Duration.ZERO));
    }

    @Test
    void itsThreadTakesWhatWaits() {
        neighbours.start();
        mailbox.onMessage(said(1));
        verify(lighting, timeout(PATIENCE_MS)).request(new LightRequest.Approach(Duration.ofMinutes(1)));
        neighbours.stop();
    }

    private void step() throws InterruptedException {
        neighbours.step(mailbox.next(Duration.ZERO));
    }

    private static Message said(long seq) {
        byte[] bytes = new ZoneMessage("p-2", "aaaaaaaa", seq, 60).bytes();
        return new Message(TOPICS.zone("market"), bytes, false, "cloud1");
    }
}
