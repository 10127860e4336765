package io.smartpole.kura.container.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.kura.crypto.CryptoService;

/** Encrypts as Kura 5 does: AES-GCM, and the text is nonce, dash, ciphertext in Base64. The key is the test's. */
final class Crypto implements CryptoService {

    private static final SecretKeySpec KEY = new SecretKeySpec("a key of a test.".getBytes(UTF_8), "AES");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    char[] encrypt(char[] plain) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            new SecureRandom().nextBytes(nonce);
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(new String(plain).getBytes(UTF_8));
            Base64.Encoder base64 = Base64.getEncoder();
            return (base64.encodeToString(nonce) + "-" + base64.encodeToString(secret)).toCharArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public char[] decryptAes(char[] encrypted) throws Trouble {
        if (encrypted.length == 0) {
            return encrypted;
        }
        try {
            String[] parts = new String(encrypted).split("-", -1);
            if (parts.length != 2) {
                throw new Trouble("not encrypted here");
            }
            byte[] nonce = Base64.getDecoder().decode(parts[0]);
            byte[] secret = Base64.getDecoder().decode(parts[1]);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(secret), UTF_8).toCharArray();
        } catch (GeneralSecurityException e) {
            throw new Trouble("not encrypted here");
        }
    }

    private static Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, KEY, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** @return whether it can be decrypted here; so an empty text is */
    boolean encrypted(char[] text) {
        try {
            decryptAes(text);
            return true;
        } catch (Trouble | RuntimeException e) { // Kura's lets through what Base64 and the cipher throw
            return false;
        }
    }
}
