package io.smartpole.formats.evidence;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Names;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.topics.Topics;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a batch of readings says of itself, under its signature.
 *
 * @param algorithm COSE algorithm number
 * @param key the key that signs
 * @param lane how urgent its readings are
 * @param site of the pole
 * @param pole its number
 * @param seq counts the batches of this key and lane, from 1
 * @param prev SHA-256 of the Sig_structure of the batch before, 64 hexadecimal digits; zeros for the first
 * @param boot the process start
 * @param clock whether the calendar clock was trusted; if not, all its times are relative to signing
 * @param mono milliseconds since boot at signing
 * @param compressed whether the payload is zlib-compressed
 */
public record BatchHeader(
        int algorithm,
        KeyId key,
        Lane lane,
        String site,
        String pole,
        long seq,
        String prev,
        BootId boot,
        boolean clock,
        long mono,
        boolean compressed) {

    public static final String CONTENT_TYPE = "application/senml+cbor";

    /** {@code prev} of the first batch of a key and lane. */
    public static final String NO_PREVIOUS = "0".repeat(64);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public BatchHeader {
        Names.check("site", site);
        Names.check("pole", pole);
        if (seq < 1 || mono < 0) {
            throw new IllegalArgumentException(
                    "seq counts from 1 and mono from 0, but are %d and %d".formatted(seq, mono));
        }
        if (!HASH.matcher(prev).matches()) {
            throw new IllegalArgumentException("prev must be 64 lower-case hex digits, but is '" + prev + "'");
        }
    }

    /** @return the topics of the pole that signs */
    public Topics topics() {
        return new Topics(site, pole);
    }

    byte[] encode() {
        Map<String, Object> ours = new TreeMap<>();
        ours.put("lane", lane.label());
        ours.put("site", site);
        ours.put("pole", pole);
        ours.put("seq", seq);
        ours.put("prev", HexFormat.of().parseHex(prev));
        ours.put("boot", boot.bytes());
        ours.put("clock", clock);
        ours.put("mono", mono);
        if (compressed) {
            ours.put("enc", "zlib");
        }
        return new ProtectedHeader(algorithm, CONTENT_TYPE, key, null, ours).encode();
    }

    static BatchHeader decode(byte[] bytes) throws FormatException {
        ProtectedHeader header = ProtectedHeader.decode(bytes);
        if (!header.contentType().equals(CONTENT_TYPE) || header.type() != null) {
            throw new FormatException("not evidence: content type " + header.contentType() + ", typ " + header.type());
        }
        boolean compressed = header.ours().containsKey("enc");
        if (compressed && !header.text("enc").equals("zlib")) {
            throw new FormatException("enc must be zlib, but is " + header.text("enc"));
        }
        if (header.ours().size() != (compressed ? 9 : 8)) {
            throw new FormatException("header has keys that evidence does not have: "
                    + header.ours().keySet());
        }
        try {
            return new BatchHeader(
                    header.algorithm(),
                    header.key(),
                    Lane.of(header.text("lane")),
                    header.text("site"),
                    header.text("pole"),
                    header.number("seq"),
                    HexFormat.of().formatHex(header.bytes("prev", 32)),
                    BootId.of(header.bytes("boot", 16)),
                    header.flag("clock"),
                    header.number("mono"),
                    compressed);
        } catch (IllegalArgumentException e) {
            throw new FormatException("header: " + e.getMessage(), e);
        }
    }
}
