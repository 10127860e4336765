package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final CryptoService crypto = mock(CryptoService.class);

    @Test
    void withoutKuraTheyAreInClear() {
        Passwords passwords = new Passwords(null);
        assertEquals("secret", passwords.clear("cloud1.password", "secret"));
        assertEquals(List.of(), passwords.asTheyStand());
    }

    @Test
    void onKuraTheyAreDecrypted() throws KuraException {
        when(crypto.decryptAes("iv-code".toCharArray())).thenReturn("secret".toCharArray());
        Passwords passwords = new Passwords(crypto);
        assertEquals("secret", passwords.clear("cloud1.password", "iv-code"));
        assertEquals(List.of(), passwords.asTheyStand());
    }

    @Test
    void whatCannotBeDecryptedIsTakenAsItStandsAndNamed() throws KuraException {
        when(crypto.decryptAes(any())).thenThrow(mock(KuraException.class));
        Passwords passwords = new Passwords(crypto);
        assertEquals("plain", passwords.clear("cloud1.password", "plain"));
        assertEquals("other", passwords.clear("local2.password", "other"));
        assertEquals(List.of("cloud1.password", "local2.password"), passwords.asTheyStand());
    }

    @Test
    void noPasswordIsNoneEvenWhereKuraFails() throws KuraException {
        when(crypto.decryptAes(any())).thenThrow(new IllegalStateException("gone, as the test wants it"));
        Passwords passwords = new Passwords(crypto);
        assertEquals("", passwords.clear("cloud1.password", ""));
        assertEquals(List.of(), passwords.asTheyStand());
    }
}
