package io.smartpole.formats.cose;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * COSE_Sign1 (RFC 9052 4.2), in the one encoding that this project writes and accepts:
 *
 * <pre>
 *   D2                tag 18
 *   84                array of 4
 *     bstr            protected header, see {@link ProtectedHeader}
 *     A0              no unprotected headers
 *     bstr            payload
 *     58 40 ...       signature, 64 bytes
 * </pre>
 *
 * @param protectedHeader encoded protected header
 * @param payload the payload
 * @param signature 64 bytes
 */
public record CoseSign1(byte[] protectedHeader, byte[] payload, byte[] signature) {

    private static final int TAG = 18;
    private static final int SIGNATURE_LENGTH = 64;

    /** @param signer signs a message: Sig_structure in, 64 bytes out */
    public static CoseSign1 sign(byte[] protectedHeader, byte[] payload, UnaryOperator<byte[]> signer) {
        return new CoseSign1(protectedHeader, payload, signer.apply(sigStructure(protectedHeader, payload)));
    }

    /** @return what is signed: {@code ["Signature1", protected, h'', payload]} (RFC 9052 4.4) */
    public byte[] sigStructure() {
        return sigStructure(protectedHeader, payload);
    }

    private static byte[] sigStructure(byte[] protectedHeader, byte[] payload) {
        return write(protectedHeader.length + payload.length + 32, cbor -> {
            cbor.writeStartArray(null, 4);
            cbor.writeString("Signature1");
            cbor.writeBinary(protectedHeader);
            cbor.writeBinary(new byte[0]);
            cbor.writeBinary(payload);
            cbor.writeEndArray();
        });
    }

    public byte[] encode() {
        return write(protectedHeader.length + payload.length + 80, cbor -> {
            cbor.writeTag(TAG);
            cbor.writeStartArray(null, 4);
            cbor.writeBinary(protectedHeader);
            cbor.writeStartObject(null, 0);
            cbor.writeEndObject();
            cbor.writeBinary(payload);
            cbor.writeBinary(signature);
            cbor.writeEndArray();
        });
    }

    /**
     * Takes a message apart. The signature is not checked here.
     *
     * @throws FormatException unless the bytes are exactly what {@link #encode()} would write for their content
     */
    public static CoseSign1 decode(byte[] bytes) throws FormatException {
        CoseSign1 message;
        try (CBORParser cbor = Cbor.FACTORY.createParser(bytes)) {
            expect(cbor.nextToken() == JsonToken.START_ARRAY, "must be an array");
            byte[] header = nextBytes(cbor, "protected header");
            expect(cbor.nextToken() == JsonToken.START_OBJECT, "must have a map of unprotected headers");
            expect(cbor.nextToken() == JsonToken.END_OBJECT, "must have no unprotected headers");
            byte[] payload = nextBytes(cbor, "payload");
            byte[] signature = nextBytes(cbor, "signature");
            expect(signature.length == SIGNATURE_LENGTH, "must have a signature of 64 bytes");
            expect(cbor.nextToken() == JsonToken.END_ARRAY, "must have four parts");
            message = new CoseSign1(header, payload, signature);
        } catch (IOException e) {
            throw new FormatException("COSE_Sign1 cannot be read: " + e.getMessage(), e);
        }
        // One comparison instead of many rules: it also refuses a missing tag, other lengths of lengths and trailing
        // bytes.
        expect(
                Arrays.equals(message.encode(), bytes),
                "must be tagged 18, in deterministic CBOR, and end where it ends");
        return message;
    }

    private static byte[] nextBytes(CBORParser cbor, String what) throws IOException, FormatException {
        expect(cbor.nextToken() == JsonToken.VALUE_EMBEDDED_OBJECT, what + " must be a byte string");
        return cbor.getBinaryValue();
    }

    private static void expect(boolean condition, String rule) throws FormatException {
        if (!condition) {
            throw new FormatException("COSE_Sign1 " + rule);
        }
    }

    private interface Writing {
        void to(CBORGenerator cbor) throws IOException;
    }

    private static byte[] write(int size, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        try (CBORGenerator cbor = Cbor.FACTORY.createGenerator(out)) {
            writing.to(cbor);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
