package io.smartpole.formats.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.formats.cose.CoseSign1;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.senml.SenmlRecord;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A signed batch of readings: a {@link CoseSign1} whose payload is a SenML pack in CBOR (RFC 8428 6), compressed where
 * that is smaller. Its bytes are signed, stored and sent unchanged.
 *
 * @param header what it says of itself
 * @param message the COSE message around it
 */
public record EvidenceBatch(BatchHeader header, CoseSign1 message) {

    /** A payload inflates to at most this many bytes. */
    public static final int LARGEST_PACK = 1 << 20;

    /**
     * @param header its {@code compressed} tells whether {@code payload} is compressed already; see {@link Zlib}
     * @param payload the payload as it goes into the message
     * @param signer signs a message, 64 bytes
     */
    public static EvidenceBatch sign(BatchHeader header, byte[] payload, UnaryOperator<byte[]> signer) {
        return new EvidenceBatch(header, CoseSign1.sign(header.encode(), payload, signer));
    }

    /**
     * Takes a batch apart. Its signature is not checked here.
     *
     * @throws FormatException if it is not evidence in its one encoding
     */
    public static EvidenceBatch decode(byte[] bytes) throws FormatException {
        CoseSign1 message = CoseSign1.decode(bytes);
        return new EvidenceBatch(BatchHeader.decode(message.protectedHeader()), message);
    }

    /**
     * @param publicKey DER of the SubjectPublicKeyInfo
     * @throws FormatException if the batch was not signed by that key
     */
    public void verify(byte[] publicKey) throws FormatException {
        Signatures.verify(header.algorithm(), publicKey, message.sigStructure(), message.signature());
    }

    /**
     * The readings, to be looked at after {@link #verify}.
     *
     * @throws FormatException if the payload does not inflate within {@link #LARGEST_PACK} or is not SenML
     */
    public List<SenmlRecord> records() throws FormatException {
        byte[] pack = header.compressed() ? Zlib.inflate(message.payload(), LARGEST_PACK) : message.payload();
        return SenmlCbor.decode(pack);
    }

    public BatchId id() {
        return new BatchId(
                header.key(), header.lane(), header.boot(), header.seq(), Signatures.sha256(message.sigStructure()));
    }
}
