package io.smartpole.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the gateway keeps its data: an option that several commands share. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:SMARTPOLE_DATA:-data}",
            description = "Data folder of the gateway. Default: $SMARTPOLE_DATA or 'data'.")
    private Path data = Path.of("data");

    /** @return the public key of the gateway whose data folder this is */
    Path evidenceKey() {
        Path file = data.resolve("identity/evidence.pub.pem");
        if (!Files.exists(file)) {
            throw new UserError("the pole's public key is not in " + file
                    + ": name the gateway's data folder with --data, or the key itself with --key. On the pole"
                    + " 'pole key show' prints it, as does http://localhost:8080/api/v1/pole");
        }
        return file;
    }

    /** @return the key with which the demo's platform signs; it may not exist */
    Path platformKey() {
        return data.resolve("standin/platform.pem");
    }
}
