package io.smartpole.console;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may change something. The console has no login: being on this machine is all that it can ask for. So that no page of
 * somebody else borrows the browser of a person who is, a request must
 *
 * <ol>
 *   <li>come over a loopback address,
 *   <li>be addressed to this machine, not to a name that somebody pointed at it (DNS rebinding),
 *   <li>come from this console's own page or from no page at all (Origin, RFC 6454): also pages of another port are others,
 *   <li>carry JSON, which no HTML form can send and no foreign script without being asked for first (CORS, Fetch standard
 *       3.2.2); a DELETE carries nothing and is asked for in any case,
 *   <li>not be larger than {@link #LARGEST_BODY}.
 * </ol>
 */
final class WriteGuard {

    /** Room for two texts of programs: the one that was read, and the new one. */
    static final int LARGEST_BODY = 128 << 10;

    private static final String JSON = "application/json";

    private WriteGuard() {}

    /**
     * @return the body
     * @throws Refusal with 403, 415 or 413
     * @throws IOException if the other side is gone
     */
    static byte[] admit(Request request) throws Refusal, IOException {
        if (!request.visitor().fromThisMachine()) {
            throw new Refusal(
                    403,
                    "changes are taken only from this machine, and this request came over the network",
                    "work on the gateway or through an SSH tunnel to it");
        }
        if (!request.namesThisMachine()) {
            throw new Refusal(
                    403,
                    "changes are taken only at localhost, not at '"
                            + request.headers().host() + "'",
                    "use http://localhost with the port of the console");
        }
        if (!ownPage(request.headers().origin(), request.headers().host())) {
            throw new Refusal(
                    403,
                    "changes are taken only from the console's own page, not from "
                            + request.headers().origin(),
                    "open the console itself, or ask without an Origin header");
        }
        if (!request.method().equals("DELETE") && !isJson(request.headers().contentType())) {
            throw new Refusal(
                    415, "the content must be JSON, but is " + request.headers().contentType(), "send it as " + JSON);
        }
        byte[] body = request.body().read(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(413, "the content is larger than 128 KiB", "send less");
        }
        return body;
    }

    private static boolean ownPage(@Nullable String origin, @Nullable String host) {
        return origin == null
                || origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host);
    }

    /** Parameters of the type do not matter: JSON is UTF-8 (RFC 8259 8.1, 11). */
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }
}
