package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Failover.Course;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the pole is connected, for those who look.
 *
 * @param since when course or active endpoint last changed
 * @param active the endpoint in use; null if none is
 * @param freed when the backlog of evidence last lost a batch, which is when a receipt came
 * @param members all configured endpoints, the preferred first
 */
record Situation(Course course, Moment since, @Nullable String active, Moment freed, List<Member> members) {

    Situation {
        members = List.copyOf(members);
    }

    /**
     * An endpoint and how it stands.
     *
     * @param held whether the pole wants to be connected to it now
     */
    record Member(Endpoint endpoint, Standing standing, boolean held) {

        String name() {
            return endpoint.name();
        }
    }

    Optional<Member> inUse() {
        return members.stream().filter(member -> member.name().equals(active)).findFirst();
    }
}
