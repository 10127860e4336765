package io.smartpole.remote;

import io.smartpole.formats.cose.Signatures;
import io.smartpole.remote.Refusal.Reason;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest documents that came to their end. A broker keeps one and delivers it after every connect, and each broker may
 * keep another one: they need not be looked at, and put on record, again and again. For one thread.
 */
final class Finished {

    /** As many as there are slots for brokers. */
    static final int MOST = 4;

    private static final long FOR_GOOD = -1;

    /** Digest to the revision of the trust set that does not admit it. */
    private final Map<String, Long> documents = new LinkedHashMap<>();

    /** @param trustRevision of the trust set in force */
    boolean has(byte[] document, long trustRevision) {
        Long until = documents.get(Signatures.sha256(document));
        return until != null && (until == FOR_GOOD || until == trustRevision);
    }

    void add(byte[] document) {
        put(document, FOR_GOOD);
    }

    /** @param trustRevision of the trust set by which it was judged */
    void add(byte[] document, Reason refusal, long trustRevision) {
        if (refusal.isOfTrust()) {
            put(document, trustRevision);
        } else if (!refusal.passes()) {
            put(document, FOR_GOOD);
        }
    }

    private void put(byte[] document, long until) {
        String digest = Signatures.sha256(document);
        documents.remove(digest);
        documents.put(digest, until);
        if (documents.size() > MOST) {
            Iterator<String> oldestFirst = documents.keySet().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
