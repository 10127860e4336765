package org.eclipse.kura.crypto;

import org.eclipse.kura.KuraException;

/** Encrypts and decrypts the passwords in the configuration with a key of this gateway. */
public interface CryptoService {

    /** @throws KuraException if it was not encrypted here */
    char[] decryptAes(char[] encrypted) throws KuraException;
}
