package io.smartpole.uplink;

import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Failover.Course;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    static final String NO_NAME = "this pole has no name yet, so it does not connect";
    static final String GIVE_NAME = "set site and pole number in smartpole.identity";

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

    /** @param misconfigured why the configuration was not accepted; null if it was */
    LinkStatus status(String nonce, @Nullable String misconfigured, LinkFigures figures, Moment now) {
        Optional<Member> inUse = inUse();
        return new LinkStatus(
                inUse.isPresent(),
                inUse.map(member -> member.endpoint().label()).orElse(""),
                nonce,
                problem(misconfigured),
                figures,
                members.stream().map(member -> status(member, now)).toList());
    }

    private EndpointStatus status(Member member, Moment now) {
        Standing standing = member.standing();
        return new EndpointStatus(
                member.name(),
                member.endpoint().uri().toString(),
                member.name().equals(active),
                member.held() ? standing.doing(now) : notHeld(),
                standing.problem() == null ? null : told(standing.problem()));
    }

    private String notHeld() {
        return course == Course.UNNAMED ? "waiting for this pole's name" : "not needed now";
    }

    private @Nullable String problem(@Nullable String misconfigured) {
        if (course == Course.OFF && misconfigured == null) {
            return "no broker is configured";
        }
        if (course == Course.UNNAMED && misconfigured == null) {
            return NO_NAME + "; " + GIVE_NAME;
        }
        return members.stream()
                .flatMap(member -> Stream.ofNullable(member.standing().problem())
                        .map(problem -> member.name() + ": " + told(problem)))
                .findFirst()
                .orElse(misconfigured);
    }

    private static String told(Problem problem) {
        return problem.what() + "; " + problem.action();
    }

    Optional<Member> inUse() {
        return members.stream().filter(member -> member.name().equals(active)).findFirst();
    }
}
