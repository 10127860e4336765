package io.smartpole.remote;

import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Admission.Admitted;
import io.smartpole.remote.Refusal.Reason;
import java.util.EnumSet;
import java.util.Set;

/** Takes trust documents to the {@link TrustSet}, which knows who may change what. For one thread. */
final class TrustDesk {

    private static final Set<Role> ROLES = EnumSet.of(Role.IDENTITY, Role.ROOT);

    private final Admission admission;
    private final TrustSet trust;
    private final RateLimits limits;
    private final Audit audit;
    private final Finished finished = new Finished();

    TrustDesk(Admission admission, TrustSet trust, RateLimits limits, Audit audit) {
        this.admission = admission;
        this.trust = trust;
        this.limits = limits;
        this.audit = audit;
    }

    /** @throws Refusal if it is not admitted, makes no sense, or is not taken */
    void handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        long trustRevision = trust.revision();
        if (finished.has(message.payload(), trustRevision)) {
            return;
        }
        try {
            take(message, pole, now, nonce);
            finished.add(message.payload());
        } catch (Refusal refusal) {
            finished.add(message.payload(), refusal.reason(), trustRevision);
            throw refusal;
        }
    }

    private void take(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        Admitted admitted = admission.admit(message, pole, DownlinkDocument.Type.TRUST, any -> ROLES, now, nonce);
        if (!limits.take(admitted.key().id(), "trust", RateLimits.DOCUMENT, now.sinceBoot())) {
            throw new Refusal(
                    Reason.TOO_MANY,
                    "key '%s' may send %d trust documents at once, and then one every %d s"
                            .formatted(
                                    admitted.key().name(),
                                    RateLimits.DOCUMENT.burst(),
                                    RateLimits.DOCUMENT.pause().toSeconds()),
                    admitted.sender());
        }
        TrustSet.Update update = trust.replace(message.payload());
        switch (update.outcome()) {
            case REPLACED ->
                audit.taken(DownlinkDocument.Type.TRUST, admitted.sender(), trust.revision(), update.message());
            case KNOWN -> {
                // It is in force.
            }
            case OLD -> throw new Refusal(Reason.OLD_REVISION, update.message(), admitted.sender());
            case REFUSED -> throw new Refusal(Reason.INVALID, update.message(), admitted.sender());
            case FAILED -> throw new Refusal(Reason.NOT_REMEMBERED, update.message(), admitted.sender());
        }
    }
}
