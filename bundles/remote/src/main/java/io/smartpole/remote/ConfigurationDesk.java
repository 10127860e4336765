package io.smartpole.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Admission.Admitted;
import io.smartpole.remote.Refusal.Reason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the platform wants to be set to {@link Configurations}, which says what becomes of it. Which role may set
 * which concern is checked there.
 *
 * <p>A broker keeps such a document and delivers it once, after a connect. So the newest one waits here: for {@link
 * Configurations} to be there, for its sender's next turn, or for a trust set that knows its key. And one that came to its
 * end is not looked at again. For one thread.
 */
final class ConfigurationDesk {

    /** So often at most it is looked whether what waits can be taken. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Set<Role> ROLES = EnumSet.of(Role.CONFIG, Role.LIGHTING, Role.IDENTITY);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Admission admission;
    private final TrustSet trust;
    private final RateLimits limits;
    private final Supplier<@Nullable Configurations> configurations;
    private final Audit audit;

    private final Finished finished = new Finished();
    private @Nullable Waiting waiting;
    private @Nullable Stranger stranger;
    private @Nullable Duration lookedAt;

    /** Admitted, but not to be taken yet. */
    private record Waiting(Message message, long revision) {}

    /**
     * Not admitted for its key.
     *
     * @param trustRevision by which trust set
     */
    private record Stranger(Message message, long trustRevision) {}

    /** @param configurations null while it is not there */
    ConfigurationDesk(
            Admission admission,
            TrustSet trust,
            RateLimits limits,
            Supplier<@Nullable Configurations> configurations,
            Audit audit) {
        this.admission = admission;
        this.trust = trust;
        this.limits = limits;
        this.configurations = configurations;
        this.audit = audit;
    }

    /** @throws Refusal if it is not admitted, makes no sense, or is not taken */
    void handle(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        long trustRevision = trust.revision();
        if (finished.has(message.payload(), trustRevision)) {
            return;
        }
        try {
            if (taken(message, pole, now, nonce)) {
                finished.add(message.payload());
            }
        } catch (Refusal refusal) {
            finished.add(message.payload(), refusal.reason(), trustRevision);
            if (refusal.reason().isOfTrust()) {
                stranger = new Stranger(message, trustRevision);
            }
            throw refusal;
        }
    }

    /** Looks whether what waits can be taken now. */
    void again(PoleIdentity pole, Moment now, String nonce) throws Refusal {
        Duration last = lookedAt;
        if (last != null && now.sinceBoot().minus(last).compareTo(PAUSE) < 0) {
            return;
        }
        lookedAt = now.sinceBoot();
        Stranger unknown = stranger;
        if (unknown != null && unknown.trustRevision() != trust.revision()) {
            stranger = null;
            handle(unknown.message(), pole, now, nonce);
        }
        Waiting parked = waiting;
        if (parked != null && configurations.get() != null) {
            waiting = null;
            handle(parked.message(), pole, now, nonce);
        }
    }

    /** @return false if it waits */
    private boolean taken(Message message, PoleIdentity pole, Moment now, String nonce) throws Refusal {
        Admitted admitted = admission.admit(message, pole, DownlinkDocument.Type.CONFIG, any -> ROLES, now, nonce);
        DesiredConfiguration desired = desired(admitted, Signatures.sha256(message.payload()));
        Configurations here = configurations.get();
        if (here == null || !limits.take(admitted.key().id(), "config", RateLimits.DOCUMENT, now.sinceBoot())) {
            Waiting other = waiting;
            if (other == null || other.revision() <= desired.revision()) {
                waiting = new Waiting(message, desired.revision());
            }
            return false;
        }
        switch (here.desire(desired)) {
            case TAKEN ->
                audit.taken(
                        DownlinkDocument.Type.CONFIG,
                        admitted.sender(),
                        desired.revision(),
                        "what becomes of it is reported");
            case KNOWN -> {
                // It is in force, or was refused, and config/reported says so.
            }
            case OLD ->
                throw new Refusal(
                        Reason.OLD_REVISION,
                        "revision " + desired.revision() + " is not above the highest one that this pole has taken",
                        admitted.sender());
            case NOT_REMEMBERED ->
                throw new Refusal(
                        Reason.NOT_REMEMBERED,
                        "revision " + desired.revision() + " cannot be written to disk first, so it is not applied",
                        admitted.sender());
        }
        return true;
    }

    private static DesiredConfiguration desired(Admitted admitted, String digest) throws Refusal {
        ConfigurationDocument body;
        try {
            body = ConfigurationDocument.fromJson(admitted.document().body());
        } catch (FormatException e) {
            throw new Refusal(Reason.INVALID, String.valueOf(e.getMessage()), admitted.sender());
        }
        Map<String, Map<String, @Nullable Object>> values = JSON.convertValue(body.values(), new TypeReference<>() {});
        return new DesiredConfiguration(
                body.revision(),
                digest,
                admitted.key().name(),
                admitted.key().roles(),
                values,
                body.notBefore(),
                body.probation(),
                body.overrule());
    }
}
