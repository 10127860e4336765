package io.smartpole.console;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/pole}: which pole this is, what it carries, and the key to check its readings with. What is not
 * known is null.
 */
record PoleView(
        @Nullable Identity identity,
        @Nullable Key evidenceKey,
        @Nullable Profile profile,
        Versions versions) {

    /** In the words of operations; cabinet, circuit and phase may be empty. */
    record Identity(
            String site,
            String pole,
            String cabinet,
            String circuit,
            String phase,
            @Nullable Spot place) {

        static Identity of(PoleIdentity pole) {
            Place place = pole.place();
            return new Identity(
                    pole.site(),
                    pole.pole(),
                    pole.cabinet(),
                    pole.circuit(),
                    pole.phase(),
                    place == null ? null : Spot.of(place));
        }
    }

    /** WGS 84. */
    record Spot(double latitudeDegrees, double longitudeDegrees, String timeZone) {

        static Spot of(Place place) {
            return new Spot(place.latitude(), place.longitude(), place.zone().getId());
        }
    }

    /**
     * The public half.
     *
     * @param id first 8 bytes of the SHA-256 of the SubjectPublicKeyInfo
     * @param coseAlgorithm -19 is Ed25519 (RFC 9864)
     * @param spki DER of the SubjectPublicKeyInfo, hexadecimal
     * @param pem the same as PEM (RFC 7468)
     */
    record Key(String id, int coseAlgorithm, String spki, String pem) {

        private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

        static Key of(EvidenceKey key) {
            byte[] spki = key.publicKey();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + BASE64.encodeToString(spki) + "\n-----END PUBLIC KEY-----\n";
            return new Key(key.id().hex(), key.algorithm(), HexFormat.of().formatHex(spki), pem);
        }
    }

    /** What the pole carries. */
    record Profile(
            String name,
            String title,
            String board,
            String supply,
            int sensors,
            int inputs,
            @Nullable Double lampRatedWatts) {

        static Profile of(HardwareProfile profile) {
            return new Profile(
                    profile.name(),
                    profile.title(),
                    profile.board(),
                    profile.supply().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    profile.sensors().size(),
                    profile.inputs().size(),
                    profile.lamp() == null ? null : profile.lamp().type().ratedPower());
        }
    }

    /** What runs here. */
    record Versions(String gateway, String framework, String java, String system) {}
}
