package io.smartpole.tools.key;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with a signed trust document. Its signature is not checked here.
 *
 * @param bytes as they are published
 * @param document around the set
 * @param pole it is meant for
 * @param set the keys
 */
record SignedTrust(byte[] bytes, DownlinkDocument document, Topics pole, TrustDocument set) {

    /** @throws UserError if it holds something else */
    static SignedTrust read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            DownlinkDocument document = DownlinkDocument.decode(bytes);
            if (document.type() != DownlinkDocument.Type.TRUST) {
                throw new FormatException("it is a document of type " + document.type());
            }
            Topics pole = Topics.ofTopic(document.audience())
                    .filter(topics -> topics.trust().equals(document.audience()))
                    .orElseThrow(() -> new FormatException("it is meant for " + document.audience()));
            return new SignedTrust(bytes, document, pole, TrustDocument.fromJson(document.body()));
        } catch (IOException e) {
            throw new UserError("cannot read the trust document " + file + " (" + Problems.of(e) + ")", e);
        } catch (FormatException e) {
            throw new UserError(file + " is no trust document: " + e.getMessage(), e);
        }
    }
}
