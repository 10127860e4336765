package io.smartpole.remote;

import static io.smartpole.remote.Platform.NONCE;
import static io.smartpole.remote.Platform.NOT_TRUSTED;
import static io.smartpole.remote.Platform.NOW;
import static io.smartpole.remote.Platform.NOW_INSTANT;
import static io.smartpole.remote.Platform.command;
import static io.smartpole.remote.Platform.groupCommand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Message;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Refusal.Reason;
import io.smartpole.remote.Refusal.Sender;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One test for each reason to refuse, and few for what is admitted. */
class AdmissionTest {

    private final Admission admission = new Admission(new FakeTrust());

    @Test
    void admitsACommandOfTheControlRoom() throws Exception {
        assertEquals("c-1", admit(command().message(), NOW).id());
    }

    @Test
    void admitsWithoutATrustedClockACommandSignedOverThisBootsNonce() throws Exception {
        assertEquals("c-1", admit(command().nonce(NONCE).message(), NOT_TRUSTED).id());
    }

    @Test
    void admitsAPlatformWhoseClockIsAheadByTheSkew() throws Exception {
        admit(
                command()
                        .issued(NOW_INSTANT.plus(Admission.SKEW))
                        .expires(NOW_INSTANT.plusSeconds(600))
                        .message(),
                NOW);
    }

    @Test
    void refusesARetainedCommand() {
        refused(Reason.RETAINED, command().retained().message(), NOW);
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        byte[] bytes = new byte[DownlinkDocument.LARGEST + 1];
        refused(Reason.TOO_LARGE, new Message(Platform.TOPICS.command(), bytes, false, "cloud1"), NOW);
    }

    @Test
    void refusesWhatIsNotADocument() {
        refused(Reason.MALFORMED, new Message(Platform.TOPICS.command(), new byte[] {1, 2}, false, "cloud1"), NOW);
        refused(Reason.MALFORMED, new Message(Platform.TOPICS.command(), new byte[0], false, "cloud1"), NOW);
    }

    @Test
    void refusesAKeyThatIsNotTrustedAndDoesNotAnswerIt() {
        assertNull(refused(Reason.UNKNOWN_KEY, command().byStranger().message(), NOW)
                .sender());
    }

    @Test
    void refusesAForgedSignatureAndDoesNotAnswerIt() {
        assertNull(refused(Reason.BAD_SIGNATURE, command().forged(), NOW).sender());
    }

    @Test
    void refusesACommandForAnotherPole() {
        Message message =
                command().audience("smartpole/v1/dormagen/p-2/command").message();
        assertEquals(
                new Sender("c-1", "control room"),
                refused(Reason.WRONG_AUDIENCE, message, NOW).sender());
    }

    @Test
    void refusesADocumentOfAnotherTypeOnTheCommandTopic() {
        refused(Reason.WRONG_TYPE, command().type(DownlinkDocument.Type.CONFIG).message(), NOW);
    }

    @Test
    void refusesAKeyWithoutTheRole() {
        assertEquals(
                new Sender("c-1", "receiver"),
                refused(Reason.NOT_ALLOWED, command().byReceiver().message(), NOW)
                        .sender());
    }

    @Test
    void refusesACommandFromTheFuture() {
        refused(
                Reason.NOT_YET_VALID,
                command()
                        .issued(NOW_INSTANT.plus(Admission.SKEW).plusSeconds(1))
                        .expires(NOW_INSTANT.plusSeconds(900))
                        .message(),
                NOW);
    }

    @Test
    void refusesACommandFromTheSecondInWhichItExpires() {
        refused(Reason.EXPIRED, command().expires(NOW_INSTANT).message(), NOW);
        refused(
                Reason.EXPIRED,
                command()
                        .issued(NOW_INSTANT)
                        .expires(NOW_INSTANT.minusSeconds(1))
                        .message(),
                NOW);
    }

    @Test
    void refusesACommandThatIsValidForMoreThanADay() {
        refused(
                Reason.VALID_TOO_LONG,
                command()
                        .issued(NOW_INSTANT)
                        .expires(NOW_INSTANT.plus(Duration.ofHours(24)).plusSeconds(1))
                        .message(),
                NOW);
    }

    @Test
    void refusesWithoutATrustedClockACommandWithoutNonce() {
        refused(Reason.CLOCK_NOT_TRUSTED, command().message(), NOT_TRUSTED);
    }

    @Test
    void refusesTheNonceOfAnotherBootWhateverTheClock() {
        refused(Reason.WRONG_NONCE, command().nonce("nonce-of-yesterday").message(), NOT_TRUSTED);
        refused(Reason.WRONG_NONCE, command().nonce("nonce-of-yesterday").message(), NOW);
    }

    @Test
    void admitsACommandToAGroupOfThisPole() throws Exception {
        assertEquals("c-1", admit(groupCommand("old-town").message(), NOW).id());
    }

    @Test
    void refusesACommandToAGroupThatThePoleIsNotInOrHasLeft() {
        assertEquals(
                new Sender("c-1", "control room"),
                refused(Reason.NOT_IN_GROUP, groupCommand("schools").message(), NOW)
                        .sender());
    }

    @Test
    void refusesACommandToAGroupOfAnotherSite() {
        String topic = "smartpole/v1/neuss/group/old-town/command";
        refused(Reason.NOT_IN_GROUP, command().arrivingOn(topic).audience(topic).message(), NOW);
    }

    @Test
    void refusesAGroupsCommandOnAnyOtherTopicAndAnyOtherCommandOnTheGroups() {
        String old = Platform.TOPICS.groupCommand("old-town");
        refused(
                Reason.WRONG_AUDIENCE,
                groupCommand("old-town").arrivingOn(Platform.TOPICS.command()).message(),
                NOW);
        refused(Reason.WRONG_AUDIENCE, command().arrivingOn(old).message(), NOW);
        refused(Reason.WRONG_AUDIENCE, groupCommand("schools").arrivingOn(old).message(), NOW);
    }

    @Test
    void refusesARetainedCommandToAGroup() {
        refused(Reason.RETAINED, groupCommand("old-town").retained().message(), NOW);
    }

    @Test
    void refusesACommandToAGroupByAKeyWithoutTheRole() {
        refused(Reason.NOT_ALLOWED, groupCommand("old-town").byReceiver().message(), NOW);
    }

    @Test
    void refusesACommandToAGroupOnceItExpired() {
        refused(Reason.EXPIRED, groupCommand("old-town").expires(NOW_INSTANT).message(), NOW);
    }

    @Test
    void refusesWithoutATrustedClockEveryCommandToAGroupAndSaysWhatToDo() {
        Refusal refusal =
                refused(Reason.CLOCK_NOT_TRUSTED, groupCommand("old-town").message(), NOT_TRUSTED);
        assertTrue(refusal.text().contains("group"), refusal.text());
        refused(Reason.CLOCK_NOT_TRUSTED, groupCommand("old-town").nonce(NONCE).message(), NOT_TRUSTED);
    }

    @Test
    void doesNotAnswerAStrangerOrAForgerOnAGroupsTopic() {
        assertNull(refused(
                        Reason.UNKNOWN_KEY,
                        groupCommand("old-town").byStranger().message(),
                        NOW)
                .sender());
        assertNull(refused(Reason.BAD_SIGNATURE, groupCommand("schools").forged(), NOW)
                .sender());
    }

    @Test
    void neverAdmitsADocumentWithBytesChanged() {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] good = command().message().payload();
        for (int round = 0; round < 500; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 + random.nextInt(255));
            assertThrows(
                    Refusal.class,
                    () -> admit(new Message(Platform.TOPICS.command(), bad, false, "cloud1"), NOW),
                    "seed " + seed + ", byte " + at);
        }
    }

    private Refusal refused(Reason reason, Message message, Moment now) {
        Refusal refusal = assertThrows(Refusal.class, () -> admit(message, now));
        assertEquals(reason, refusal.reason(), refusal.text());
        return refusal;
    }

    private DownlinkDocument admit(Message message, Moment now) throws Refusal {
        return admission
                .admit(message, Platform.POLE, DownlinkDocument.Type.COMMAND, any -> Set.of(Role.LIGHTING), now, NONCE)
                .document();
    }
}
