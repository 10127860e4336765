package io.smartpole.uplink;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.jspecify.annotations.Nullable;

/**
 * The passwords of one configuration, in clear. Kura keeps them encrypted, with a key of its own; elsewhere they are in clear
 * already. As in Kura itself, what cannot be decrypted is taken as it stands: it was never encrypted, or by another gateway.
 */
final class Passwords {

    private final @Nullable CryptoService crypto;
    private final List<String> asTheyStand = new ArrayList<>();

    /** @param crypto null where there is no Kura */
    Passwords(@Nullable CryptoService crypto) {
        this.crypto = crypto;
    }

    /** @param key under which it is stored */
    String clear(String key, String stored) {
        if (crypto == null || stored.isEmpty()) {
            return stored;
        }
        try {
            return new String(crypto.decryptAes(stored.toCharArray()));
        } catch (KuraException | RuntimeException e) { // not logged: nobody knows what such a message repeats
            asTheyStand.add(key);
            return stored;
        }
    }

    /** @return keys of those that could not be decrypted so far */
    List<String> asTheyStand() {
        return List.copyOf(asTheyStand);
    }
}
