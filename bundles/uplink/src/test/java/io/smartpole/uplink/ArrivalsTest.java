package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.Message;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Topics TOPICS = new Topics("dormagen", "p-1");

    private final List<Message> heard = new ArrayList<>();
    private final List<Inbound> listeners = new ArrayList<>(List.of(heard::add));
    private final Arrivals arrivals = new Arrivals(() -> listeners);
    private final List<String> unsubscribed = new ArrayList<>();
    private final List<String> tooLarge = new ArrayList<>();
    private int receipts;
    private final Ears ears = new Ears(
            new Target(
                    Endpoint.of("cloud1", 10, "ssl://broker.example", "", "", "", 60),
                    null,
                    TOPICS,
                    List.of("old-town"),
                    List.of("market"),
                    false),
            arrivals,
            () -> {},
            cause -> {},
            () -> receipts++,
            (topic, bytes) -> tooLarge.add(topic + " " + bytes),
            unsubscribed::add);

    @Test
    void aMessageThatWasNotReadIsCountedAndTold() {
        ears.tooLarge(TOPICS.command(), 3_000_000);
        assertEquals(1, arrivals.dropped());
        assertEquals(List.of(TOPICS.command() + " 3000000"), tooLarge);
    }

    @Test
    void everyoneHearsAMessageWithItsEndpoint() {
        listeners.add(heard::add);
        byte[] payload = {1};
        ears.arrived(TOPICS.command(), payload, true);
        assertEquals(List.of(message(payload), message(payload)), heard);
        assertEquals(0, receipts);
    }

    private static Message message(byte[] payload) {
        return new Message(TOPICS.command(), payload, true, "cloud1");
    }

    @Test
    void theLargestDocumentIsHeardAndSoIsOneJustTooLarge() {
        ears.arrived(TOPICS.command(), new byte[DownlinkDocument.LARGEST], false);
        ears.arrived(TOPICS.command(), new byte[DownlinkDocument.LARGEST + 1], false);
        ears.arrived(TOPICS.command(), new byte[Arrivals.LARGEST], false);
        assertEquals(3, heard.size());
        assertEquals(0, arrivals.dropped());
    }

    @Test
    void anOversizeMessageIsDroppedAndCounted() {
        ears.arrived(TOPICS.command(), new byte[Arrivals.LARGEST + 1], false);
        ears.arrived(TOPICS.command(), new byte[10 * Arrivals.LARGEST], false);
        assertEquals(List.of(), heard);
        assertEquals(2, arrivals.dropped());
    }

    @Test
    void aMessageForAnotherPoleIsDropped() {
        ears.arrived(new Topics("dormagen", "p-2").command(), new byte[1], false);
        ears.arrived(TOPICS.evidence(), new byte[1], false);
        ears.arrived(TOPICS.command() + "/x", new byte[1], false);
        assertEquals(List.of(), heard);
        assertEquals(3, arrivals.dropped());
    }

    @Test
    void commandsToItsGroupsAndMessagesOfItsZonesAreHeard() {
        ears.arrived(TOPICS.groupCommand("old-town"), new byte[DownlinkDocument.LARGEST], false);
        ears.arrived(TOPICS.zone("market"), new byte[Topics.LARGEST_ZONE_MESSAGE], false);
        assertEquals(2, heard.size());
        assertEquals(List.of(), unsubscribed);
    }

    @Test
    void aZoneMessageOfMoreThan512BytesIsDroppedAndCounted() {
        ears.arrived(TOPICS.zone("market"), new byte[513], false);
        assertEquals(List.of(), heard);
        assertEquals(1, arrivals.dropped());
    }

    @Test
    void theTopicOfAGroupOrZoneThatWasLeftIsGivenUpOnce() {
        for (int i = 0; i < 3; i++) {
            ears.arrived(TOPICS.groupCommand("schools"), new byte[1], false);
            ears.arrived(TOPICS.zone("station"), new byte[1], false);
        }
        assertEquals(List.of(), heard);
        assertEquals(6, arrivals.dropped());
        assertEquals(List.of(TOPICS.groupCommand("schools"), TOPICS.zone("station")), unsubscribed);
    }

    @Test
    void aHostileBrokerCannotMakeItGiveUpTopicsWithoutEnd() {
        for (int i = 0; i < 2 * Ears.MOST_STRAYS; i++) {
            ears.arrived("nonsense/" + i, new byte[1], false);
        }
        assertEquals(Ears.MOST_STRAYS, unsubscribed.size());
    }

    @Test
    void aMessageThatNobodyHearsIsCounted() {
        listeners.clear();
        assertFalse(arrivals.heard());
        ears.arrived(TOPICS.command(), new byte[1], false);
        assertEquals(1, arrivals.dropped());
    }

    @Test
    void aListenerThatFailsDisturbsNobody() {
        listeners.add(0, message -> {
            throw new IllegalStateException("broken listener, as the test wants it");
        });
        ears.arrived(TOPICS.command(), new byte[1], false);
        assertTrue(arrivals.heard());
        assertEquals(1, heard.size());
    }

    @Test
    void aReceiptIsHeardAndThenAnnounced() {
        ears.arrived(TOPICS.receipt(), new byte[1], false);
        assertEquals(1, heard.size());
        assertEquals(1, receipts);
    }
}
