package io.smartpole.remote;

import static io.smartpole.remote.Platform.POLE;
import static io.smartpole.remote.Platform.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.BootId;
import io.smartpole.remote.ZoneTalk.Saying;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZoneTalkTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Set<String> DETECTORS = Set.of("pir");

    private final ZoneTalk talk = new ZoneTalk(new BootId("00c0ffee".repeat(4)));
    private Duration now = Duration.ofMinutes(3);

    // --- what is believed

    @Test
    void aNeighbourRaisesTheLightForAsLongAsItSays() {
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 1));
        assertEquals(1, talk.figures().believed());
    }

    @Test
    void aNeighboursSequenceMustRise() {
        hear("p-2", "aaaaaaaa", 7);
        assertDropped("repeats itself", hear("p-2", "aaaaaaaa", 7));
        assertDropped("repeats itself", hear("p-2", "aaaaaaaa", 6));
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 8));
        assertEquals(2, talk.figures().dropped());
    }

    @Test
    void aNeighboursSequenceLeapsByAThousandAtMost() {
        hear("p-2", "aaaaaaaa", 7);
        assertDropped("leaps from seq 7 to 1008", hear("p-2", "aaaaaaaa", 1_008));
        assertDropped("leaps", hear("p-2", "aaaaaaaa", Long.MAX_VALUE));
        assertEquals(2, talk.figures().dropped());
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 8), "what was dropped counts for nothing");
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 1_008));
    }

    @Test
    void afterFiveMinutesOfSilenceANeighbourIsBelievedFromAnySequence() {
        Duration forged = now;
        hear("p-2", "aaaaaaaa", Long.MAX_VALUE); // forged, before the neighbour itself was heard
        now = forged.plus(ZoneTalk.SILENCE).minusMillis(1);
        assertDropped("repeats itself", hear("p-2", "aaaaaaaa", 7));
        now = forged.plus(ZoneTalk.SILENCE); // what was dropped in between does not count as heard
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 8));
        assertDropped("repeats itself", hear("p-2", "aaaaaaaa", 8));

        Duration believed = forged.plus(ZoneTalk.SILENCE);
        now = believed.plus(ZoneTalk.SILENCE).minusMillis(1);
        assertDropped("leaps", hear("p-2", "aaaaaaaa", 9_000));
        now = believed.plus(ZoneTalk.SILENCE);
        assertEquals(Optional.of(MINUTE), hear("p-2", "aaaaaaaa", 9_000));
    }

    @Test
    void aNeighbourThatWasRestartedCountsAnewAndItsFormerBootIsStillNotRepeated() {
        hear("p-2", "aaaaaaaa", 7);
        assertEquals(Optional.of(MINUTE), hear("p-2", "bbbbbbbb", 1));
        assertDropped("repeats itself", hear("p-2", "aaaaaaaa", 7));
    }

    @Test
    void eachNeighbourHasASequenceOfItsOwn() {
        hear("p-2", "aaaaaaaa", 7);
        assertEquals(Optional.of(MINUTE), hear("p-3", "aaaaaaaa", 1));
    }

    @Test
    void ofMoreThanFiftySendersTheOneThatWasSilentForLongestIsForgotten() {
        for (int i = 1; i <= ZoneTalk.MOST_SENDERS; i++) {
            hear("n-" + i, "aaaaaaaa", 7);
        }
        hear("n-1", "aaaaaaaa", 8); // no longer the one that was silent for longest
        hear("n-51", "aaaaaaaa", 7);
        assertDropped("repeats itself", hear("n-1", "aaaaaaaa", 8));
        assertDropped("repeats itself", hear("n-51", "aaaaaaaa", 7));
        assertEquals(Optional.of(MINUTE), hear("n-2", "aaaaaaaa", 7));
    }

    @Test
    void ourOwnMessagesComeBackAndMeanNothing() {
        assertEquals(Optional.empty(), hear("p-1", "00c0ffee", 1));
        assertEquals(new ZoneTalk.Figures(0, 0, ""), talk.figures());
    }

    @Test
    void aRetainedMessageIsDropped() {
        Message retained = new Message(TOPICS.zone("market"), bytes("p-2", "aaaaaaaa", 1), true, "cloud1");
        assertDropped("retained", talk.hear(retained, POLE, now));
    }

    @Test
    void aMalformedOrOversizeMessageIsDropped() {
        assertDropped("not JSON", hear(new byte[] {1, 2, 3}));
        assertDropped("513 bytes", hear(new byte[513]));
    }

    @Test
    void aZoneThatThePoleIsNotInOrHasLeftIsNotHeard() {
        Message message = new Message(TOPICS.zone("station"), bytes("p-2", "aaaaaaaa", 1), false, "cloud1");
        assertDropped("not in the zone", talk.hear(message, POLE, now));

        PoleIdentity moved = inZones("station");
        assertEquals(Optional.of(MINUTE), talk.hear(message, moved, now));
        Message old = new Message(TOPICS.zone("market"), bytes("p-2", "aaaaaaaa", 2), false, "cloud1");
        assertDropped("not in the zone", talk.hear(old, moved, now));
    }

    @Test
    void aFloodIsCutToFiveMessagesPerSecondAndZone() {
        PoleIdentity pole = inZones("market", "station");
        int believed = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = bytes("p-2", "aaaaaaaa", i);
            Message message = new Message(TOPICS.zone("market"), bytes, false, "cloud1");
            believed += talk.hear(message, pole, now.plusMillis(i)).isPresent() ? 1 : 0;
        }
        assertEquals(ZoneTalk.MOST_PER_SECOND, believed);
        assertEquals(995, talk.figures().dropped());

        Message elsewhere = new Message(TOPICS.zone("station"), bytes("p-3", "aaaaaaaa", 1), false, "cloud1");
        assertTrue(talk.hear(elsewhere, pole, now.plusMillis(999)).isPresent(), "another zone is not cut");
        Message later = new Message(TOPICS.zone("market"), bytes("p-2", "aaaaaaaa", 1_000), false, "cloud1");
        assertTrue(talk.hear(later, pole, now.plusMillis(1_000)).isPresent(), "nor the next second");
    }

    @Test
    void aFloodOfRubbishCountsLikeAnyOther() {
        for (int i = 0; i < ZoneTalk.MOST_PER_SECOND; i++) {
            hear(new byte[] {1});
        }
        Message good = new Message(TOPICS.zone("market"), bytes("p-2", "aaaaaaaa", 1), false, "cloud1");
        assertDropped("in a second", talk.hear(good, POLE, now));
        assertTrue(talk.hear(good, POLE, now.plusSeconds(1)).isPresent());
    }

    // --- what is said

    @Test
    void whoComesIsToldInEachZoneAndNothingElseAboutHim() {
        talk.see("pir", true);
        List<Saying> sayings = talk.speak(inZones("market", "station"), DETECTORS, now);
        assertEquals(
                List.of(TOPICS.zone("market"), TOPICS.zone("station")),
                sayings.stream().map(Saying::topic).toList());
        assertEquals("{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":1,\"ttl\":60}", text(sayings.get(0)));
        assertEquals("{\"pole\":\"p-1\",\"boot\":\"00c0ffee\",\"seq\":2,\"ttl\":60}", text(sayings.get(1)));
    }

    @Test
    void whereNobodyComesNothingIsSaid() {
        assertSilence();
        talk.see("pir", false);
        assertSilence();
    }

    @Test
    void aPoleInNoZoneSaysNothing() {
        talk.see("pir", true);
        assertEquals(List.of(), talk.speak(inZones(), DETECTORS, now));
    }

    @Test
    void whoComesAgainIsToldAtMostEveryTwoSeconds() {
        talk.see("pir", true);
        assertSpeaks();
        talk.see("pir", false);
        talk.see("pir", true);
        after(ZoneTalk.PAUSE.minusMillis(1));
        assertSilence();
        after(Duration.ofMillis(1));
        assertSpeaks();
    }

    @Test
    void whoComesAgainInThePauseAndIsGoneByItsEndIsStillTold() {
        talk.see("pir", true);
        assertSpeaks();
        talk.see("pir", true);
        talk.see("pir", false);
        after(ZoneTalk.PAUSE);
        assertSpeaks();
        after(MINUTE);
        assertSilence();
    }

    @Test
    void whoStaysIsToldAgainBeforeTheNeighboursLetGo() {
        talk.see("pir", true);
        assertSpeaks();
        after(ZoneTalk.REPEAT.minusMillis(1));
        assertSilence();
        after(Duration.ofMillis(1));
        assertSpeaks();
        talk.see("pir", false);
        after(ZoneTalk.REPEAT);
        assertSilence();
    }

    @Test
    void aDetectorThatThePoleNoLongerHasIsForgotten() {
        talk.see("pir", true);
        assertSpeaks();
        after(ZoneTalk.REPEAT);
        assertEquals(List.of(), talk.speak(POLE, Set.of(), now));
    }

    private void assertSpeaks() {
        assertEquals(1, talk.speak(POLE, DETECTORS, now).size());
    }

    private void assertSilence() {
        assertEquals(List.of(), talk.speak(POLE, DETECTORS, now));
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    /** Hears it a second later than the one before, so that there is no flood. */
    private Optional<Duration> hear(String pole, String boot, long seq) {
        return hear(bytes(pole, boot, seq));
    }

    private Optional<Duration> hear(byte[] payload) {
        Optional<Duration> believed =
                talk.hear(new Message(TOPICS.zone("market"), payload, false, "cloud1"), POLE, now);
        now = now.plusMillis(payload.length == 1 ? 0 : 1_000);
        return believed;
    }

    private void assertDropped(String why, Optional<Duration> believed) {
        assertEquals(Optional.empty(), believed);
        assertTrue(talk.figures().lastDrop().contains(why), talk.figures().lastDrop());
    }

    private static byte[] bytes(String pole, String boot, long seq) {
        return new ZoneMessage(pole, boot, seq, 60).bytes();
    }

    private static String text(Saying saying) {
        return new String(saying.payload(), StandardCharsets.UTF_8);
    }

    private static PoleIdentity inZones(String... zones) {
        return new PoleIdentity("dormagen", "p-1", "", "", "", null, List.of(), List.of(zones));
    }
}
