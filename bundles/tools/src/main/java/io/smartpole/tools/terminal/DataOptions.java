package io.smartpole.tools.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the gateway keeps its data, and what can be known from there: an option that several commands share. */
public final class DataOptions {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:SMARTPOLE_DATA:-data}",
            description = "Data folder of the gateway. Default: $SMARTPOLE_DATA or 'data'.")
    private Path data = Path.of("data");

    /** @return the public key of the gateway whose data folder this is */
    public Path evidenceKey() {
        Path file = data.resolve("identity/evidence.pub.pem");
        if (!Files.exists(file)) {
            throw new UserError("the pole's public key is not in " + file
                    + ": name the gateway's data folder with --data, or the key itself with --key. On the pole"
                    + " 'pole key show' prints it, as does http://localhost:8080/api/v1/pole");
        }
        return file;
    }

    /** @return the public keys of that gateway: the one that signs now, and those that did before */
    public List<String> evidenceKeys() {
        List<String> keys = new ArrayList<>(List.of(evidenceKey().toString()));
        Path folder = data.resolve("identity");
        try (DirectoryStream<Path> former = Files.newDirectoryStream(folder, "evidence-*.pub.pem")) {
            former.forEach(file -> keys.add(file.toString()));
        } catch (IOException | DirectoryIteratorException e) {
            throw new UserError("cannot read the pole's former keys in " + folder + " (" + e.getMessage() + ")", e);
        }
        return keys;
    }

    /** @return the key with which the demo's platform signs; it may not exist */
    public Path platformKey() {
        return data.resolve("standin/platform.pem");
    }

    /** @return the demo's root key; it may not exist */
    public Path rootKey() {
        return data.resolve("standin/root.pem");
    }

    /** @return the trust document in force; it may not exist */
    public Path trustDocument() {
        return data.resolve("identity/trust.cose");
    }

    /** @return the first broker that the demo in this folder was last told to use; empty if there is no demo */
    public Optional<String> demoBroker() {
        Path file = data.resolve("command-line.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode uri = JSON.readTree(Files.readString(file))
                    .path("smartpole.uplink")
                    .path("cloud1.uri");
            return Optional.of(uri.asText()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new UserError(
                    "cannot read the demo's broker from " + file + " (" + Problems.of(e) + "): name it with --broker",
                    e);
        }
    }

    /** @return where the demo in this folder last had its console; empty if there is no demo */
    public Optional<String> demoConsole() {
        Path file = data.resolve("console-address");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UserError(
                    "cannot read the demo's console from " + file + " (" + Problems.of(e) + "): name it with --console",
                    e);
        }
    }
}
