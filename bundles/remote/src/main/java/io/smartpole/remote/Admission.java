package io.smartpole.remote;

import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.topics.Topics;
import io.smartpole.remote.Refusal.Reason;
import io.smartpole.remote.Refusal.Sender;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides whether a message from outside is a document that this pole listens to. Pure: looks at the message, the trust
 * set and the time, and changes nothing. Whether an id is new is asked afterwards, of {@link CommandTable}.
 *
 * <p>The nine steps are those of "Admission of downlink documents" in docs/architecture.md.
 */
final class Admission {

    static final Duration LONGEST_COMMAND = Duration.ofHours(24);

    /** How far the platform's clock may be ahead of ours. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private final TrustSet trust;

    /**
     * A document that this pole listens to.
     *
     * @param key who signed it
     */
    record Admitted(DownlinkDocument document, TrustedKey key) {

        Sender sender() {
            return new Sender(document.id(), key.name());
        }
    }

    Admission(TrustSet trust) {
        this.trust = trust;
    }

    /**
     * @param pole which one this is, and in which groups, now
     * @param expected what kind of document the topic carries
     * @param rolesFor the roles for such a document; its key needs one of them
     * @param now real time
     * @param nonce this boot's nonce, as published in {@code state}
     */
    Admitted admit(
            Message message,
            PoleIdentity pole,
            DownlinkDocument.Type expected,
            Function<DownlinkDocument, Set<Role>> rolesFor,
            Moment now,
            String nonce)
            throws Refusal {
        // 1. A retained command would be obeyed again after every reconnect.
        if (message.retained() && expected == DownlinkDocument.Type.COMMAND) {
            throw refuse(Reason.RETAINED, "a retained command is not obeyed: publish it without retain");
        }
        // 2. Nothing large is even looked at.
        if (message.payload().length > DownlinkDocument.LARGEST) {
            throw refuse(
                    Reason.TOO_LARGE,
                    "the document has " + message.payload().length + " bytes, at most " + DownlinkDocument.LARGEST
                            + " are read");
        }
        // 3. One encoding, no duplicate keys, no compression.
        DownlinkDocument document;
        try {
            document = DownlinkDocument.decode(message.payload());
        } catch (FormatException e) {
            throw refuse(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
        // 4. and 5. Who says so? Before this is known, nothing in the document is believed, and nobody is answered.
        TrustedKey key = trust.find(document.key())
                .orElseThrow(() -> refuse(
                        Reason.UNKNOWN_KEY,
                        "key " + document.key().hex() + " is not in trust set revision " + trust.revision()));
        try {
            document.verify(key.publicKey());
        } catch (FormatException e) {
            throw refuse(Reason.BAD_SIGNATURE, String.valueOf(e.getMessage()));
        }
        // 6. Is it meant for this pole, and this purpose?
        Sender sender = new Sender(document.id(), key.name());
        if (!document.audience().equals(message.topic())) {
            throw new Refusal(
                    Reason.WRONG_AUDIENCE,
                    "it is meant for " + document.audience() + ", but arrived on " + message.topic(),
                    sender);
        }
        boolean toGroup = Topics.isGroupCommand(message.topic());
        if (toGroup && !isIn(pole, message.topic())) {
            throw new Refusal(Reason.NOT_IN_GROUP, "this pole is not in the group of " + message.topic(), sender);
        }
        if (document.type() != expected) {
            throw new Refusal(
                    Reason.WRONG_TYPE,
                    "a document of type " + document.type() + " has no business on this topic",
                    sender);
        }
        // 7. May this key do that?
        Set<Role> roles = rolesFor.apply(document);
        if (Collections.disjoint(roles, key.roles())) {
            throw new Refusal(
                    Reason.NOT_ALLOWED,
                    "key '" + key.name() + "' does not have the role "
                            + roles.stream().sorted().map(Role::label).collect(Collectors.joining(" or ")),
                    sender);
        }
        // 8. Is it time?
        checkTime(document, sender, now);
        // 9. Is it fresh?
        checkFreshness(document, sender, toGroup, now, nonce);
        return new Admitted(document, key);
    }

    private static boolean isIn(PoleIdentity pole, String groupTopic) {
        Topics topics = Topics.of(pole);
        return pole.groups().stream()
                .anyMatch(group -> topics.groupCommand(group).equals(groupTopic));
    }

    private static void checkTime(DownlinkDocument document, Sender sender, Moment now) throws Refusal {
        Duration valid = Duration.between(document.issued(), document.expires());
        if (valid.isNegative() || valid.isZero()) {
            throw new Refusal(Reason.EXPIRED, "it expires before it was issued", sender);
        }
        if (document.type() == DownlinkDocument.Type.COMMAND && valid.compareTo(LONGEST_COMMAND) > 0) {
            throw new Refusal(
                    Reason.VALID_TOO_LONG,
                    "it is valid for " + valid + ", a command may be for at most " + LONGEST_COMMAND,
                    sender);
        }
        if (!now.trusted()) {
            return;
        }
        if (document.issued().isAfter(now.instant().plus(SKEW))) {
            throw new Refusal(
                    Reason.NOT_YET_VALID,
                    "it was issued at " + document.issued() + ", the pole's clock is at " + now.instant(),
                    sender);
        }
        if (!document.expires().isAfter(now.instant())) {
            throw new Refusal(
                    Reason.EXPIRED,
                    "it expired at " + document.expires() + ", the pole's clock is at " + now.instant(),
                    sender);
        }
    }

    /** A document made for another boot is not for this one; without a trusted clock only the nonce proves freshness. */
    private static void checkFreshness(
            DownlinkDocument document, Sender sender, boolean toGroup, Moment now, String nonce) throws Refusal {
        if (document.nonce() != null && !document.nonce().equals(nonce)) {
            throw new Refusal(Reason.WRONG_NONCE, "its nonce is not that of this boot", sender);
        }
        if (document.type() != DownlinkDocument.Type.COMMAND || now.trusted()) {
            return;
        }
        if (toGroup) {
            throw new Refusal(
                    Reason.CLOCK_NOT_TRUSTED,
                    "the pole's clock is not set, and a command to a group cannot carry the nonce of each pole: sign one"
                            + " for the pole itself, over the nonce in its state",
                    sender);
        }
        if (document.nonce() == null) {
            throw new Refusal(
                    Reason.CLOCK_NOT_TRUSTED,
                    "the pole's clock is not set: sign the command over the nonce in its state",
                    sender);
        }
    }

    private static Refusal refuse(Reason reason, String text) {
        return new Refusal(reason, text, null);
    }
}
