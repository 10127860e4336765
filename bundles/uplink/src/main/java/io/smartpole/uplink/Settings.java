package io.smartpole.uplink;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of the uplink, checked.
 *
 * @param cloud1 the platform's broker; null for none
 * @param acknowledge what frees a stored batch
 */
record Settings(@Nullable Endpoint cloud1, Acknowledge acknowledge) {

    static final Settings NONE = new Settings(null, Acknowledge.PLATFORM);

    /** What frees a stored batch. */
    enum Acknowledge {
        /** The platform's signed receipt. */
        PLATFORM,
        /** The broker's PUBACK; for a broker that is trusted to be durable. */
        PUBACK;

        private static Acknowledge of(String option) {
            return switch (option) {
                case "platform" -> PLATFORM;
                case "puback" -> PUBACK;
                default ->
                    throw new IllegalArgumentException(
                            "acknowledge must be 'platform' or 'puback', but is '" + option + "'");
            };
        }
    }

    /** @throws IllegalArgumentException naming the key, what was given and what is expected */
    static Settings of(Uplink.Config config) {
        String uri = orEmpty(config.cloud1_uri()).strip();
        Endpoint cloud1 = uri.isEmpty()
                ? null
                : Endpoint.of(
                        "cloud1",
                        uri,
                        orEmpty(config.cloud1_client$_$id()),
                        orEmpty(config.cloud1_user()),
                        orEmpty(config.cloud1_password()),
                        keepAlive(config));
        return new Settings(cloud1, Acknowledge.of(orEmpty(config.acknowledge())));
    }

    private static int keepAlive(Uplink.Config config) {
        try {
            return config.cloud1_keep$_$alive();
        } catch (RuntimeException e) {
            // Declarative Services throws a type of its own when what was stored is no number.
            throw new IllegalArgumentException("cloud1.keep-alive must be a whole number of seconds", e);
        }
    }

    /** Kura and the Felix ConfigAdmin differ in what an unset text is. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
