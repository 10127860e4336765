package io.smartpole.formats.topics;

import io.smartpole.core.pole.Names;
import io.smartpole.core.pole.PoleIdentity;
import java.util.List;
import java.util.Optional;

/**
 * The MQTT topics of one pole, all below {@code smartpole/v1/{site}/{pole}/}.
 *
 * @param site the pole's site
 * @param pole the pole's number
 */
public record Topics(String site, String pole) {

    /** More bytes of a message in a zone are not read: it is unsigned, and anyone in the zone may send. */
    public static final int LARGEST_ZONE_MESSAGE = 512;

    private static final String ROOT = "smartpole/v1/";

    public Topics {
        Names.check("site", site);
        Names.check("pole", pole);
    }

    public static Topics of(PoleIdentity identity) {
        return new Topics(identity.site(), identity.pole());
    }

    /** @return base name of SenML records: {@code site/pole/} */
    public String baseName() {
        return site + "/" + pole + "/";
    }

    public String evidence() {
        return under("evidence");
    }

    public String receipt() {
        return under("evidence/receipt");
    }

    public String telemetry(String component) {
        return under("telemetry/" + component);
    }

    public String state() {
        return under("state");
    }

    public String health() {
        return under("health");
    }

    public String configDesired() {
        return under("config/desired");
    }

    public String configReported() {
        return under("config/reported");
    }

    public String command() {
        return under("command");
    }

    public String commandReply() {
        return under("command/reply");
    }

    /** @return where the platform's trust documents arrive */
    public String trust() {
        return under("trust");
    }

    /** @return the topics on which the platform writes to this pole */
    public List<String> downlink() {
        return List.of(receipt(), configDesired(), command(), trust());
    }

    /** @return where commands to all poles of a group of this site arrive */
    public String groupCommand(String group) {
        return ROOT + site + "/group/" + Names.check("group", group) + "/command";
    }

    /** @return where poles of a zone of this site tell each other of passers-by; unsigned */
    public String zone(String zone) {
        return ROOT + site + "/zone/" + Names.check("zone", zone);
    }

    /** @return whether commands to a group of some site arrive there */
    public static boolean isGroupCommand(String topic) {
        String[] parts = topic.split("/", -1);
        return parts.length == 6 && topic.startsWith(ROOT) && parts[3].equals("group") && parts[5].equals("command");
    }

    /** @return whether poles of a zone of some site tell each other of passers-by there */
    public static boolean isZone(String topic) {
        String[] parts = topic.split("/", -1);
        return parts.length == 5 && topic.startsWith(ROOT) && parts[3].equals("zone");
    }

    private String under(String name) {
        return ROOT + site + "/" + pole + "/" + name;
    }

    /** @return a filter for the evidence of every pole */
    public static String allEvidence() {
        return ROOT + "+/+/evidence";
    }

    /** @return a filter for the state of every pole */
    public static String allStates() {
        return ROOT + "+/+/state";
    }

    /** @return a filter for the health of every pole */
    public static String allHealth() {
        return ROOT + "+/+/health";
    }

    /** @return a filter for how every pole is configured */
    public static String allConfigReported() {
        return ROOT + "+/+/config/reported";
    }

    /** @return a filter for the answers of every pole of a site to commands */
    public static String allReplies(String site) {
        return ROOT + Names.check("site", site) + "/+/command/reply";
    }

    /** @return the pole that a person wrote as {@code site/pole}; empty if it is not written so */
    public static Optional<Topics> ofPole(String text) {
        String[] parts = text.split("/", -1);
        boolean ours = parts.length == 2 && Names.isName(parts[0]) && Names.isName(parts[1]);
        return ours ? Optional.of(new Topics(parts[0], parts[1])) : Optional.empty();
    }

    /** @return whose topic this is; empty if it is not below a pole's prefix */
    public static Optional<Topics> ofTopic(String topic) {
        String[] parts = topic.split("/", -1);
        boolean ours = parts.length >= 5
                && topic.startsWith(ROOT)
                && Names.isName(parts[2])
                && Names.isName(parts[3])
                && !parts[3].equals("group")
                && !parts[3].equals("zone");
        return ours ? Optional.of(new Topics(parts[2], parts[3])) : Optional.empty();
    }
}
