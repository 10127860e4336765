package io.smartpole.tools.key;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.command.SignOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pole key trust}: makes the whole set of keys that a pole shall trust from now on. */
@Command(
        name = "trust",
        description = {
            "Makes and signs a trust document: all keys that a pole listens to from now on. It is published at the broker,"
                    + " which keeps it for the pole; or written to a file, so that the root key can stay on a machine without"
                    + " network ('pole key publish' sends the file).",
            "The city's root key may change all of it; a key of role identity all but the keys of role identity."
        },
        footer = {
            "",
            "Roles: lighting, config, update, receipt, identity. A pole says in its health (check trust) which revision is in"
                    + " force, and in its evidence (remote/document) what became of this one.",
            "",
            "Examples:",
            "  pole key trust --from trust.cose --add control-room=control-room.pem:lighting,config",
            "  pole key trust --from trust.cose --remove control-room --sign-key root.pem --out trust-3.cose",
            "  pole key trust --revision 1 --add cloud=cloud.pem:receipt,config --pole dormagen/p-1 --out trust-1.cose"
        })
public final class KeyTrust implements Callable<Integer> {

    private static final Duration VALID = Duration.ofDays(3652); // ten years
    private static final Pattern ADDITION = Pattern.compile("([^=]{1,64})=(.+):([a-z,]+)");

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "The trust document before, whose keys stay. Default: none, so that only --add counts.")
    private @Nullable Path from;

    @Option(
            names = "--add",
            paramLabel = "NAME=FILE:ROLES",
            description =
                    "A key as PEM, whose it is, and what it may do, separated by commas. Repeat it for more. One of"
                            + " that name is replaced.")
    private List<String> additions = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "NAME", description = "A key that is not trusted any more.")
    private List<String> removals = new ArrayList<>();

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "Its number; must be above the one in force. Default: that of --from, and one.")
    private @Nullable Long revision;

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole; repeat it for several, unless --out is given. Default: that of --from.")
    private List<String> poles = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it to this file and publish nothing.")
    private @Nullable Path out;

    @Mixin
    private SignOptions signing = new SignOptions();

    public KeyTrust(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        SignedTrust before = from == null ? null : SignedTrust.read(from);
        TrustDocument set = new TrustDocument(number(before), keys(before));
        List<Topics> targets = targets(before);
        PlatformKey key = signing.rootKey();
        checkSigner(set, key);
        if (out != null) {
            write(out, sign(targets.get(0), set, key));
            say("revision " + set.revision() + " for " + PoleStates.name(targets.get(0)) + " with "
                    + set.keys().size() + " keys is in " + out + "; 'pole key publish " + out + "' sends it");
            return ExitCode.OK;
        }
        try (BrokerLink link = BrokerLink.connect(
                signing.brokers(), null, List.of(), spec.commandLine().getErr())) {
            for (Topics target : targets) {
                KeyPublish.publish(link, target, sign(target, set, key));
                say(KeyPublish.published(target, set));
            }
            say(KeyPublish.WHAT_BECAME_OF_IT);
        }
        return ExitCode.OK;
    }

    private long number(@Nullable SignedTrust before) {
        long next = before == null ? 1 : before.set().revision() + 1;
        if (revision == null) {
            if (before == null) {
                throw wrong(
                        "give the document before with --from, or --revision for a set of only the keys of --add. The one"
                                + " in force is usually data/identity/trust.cose at the pole; 'pole key list' shows what it holds");
            }
            return next;
        }
        if (revision < next) {
            throw wrong("--revision must be " + next + " or more, but is " + revision);
        }
        return revision;
    }

    private List<TrustedKey> keys(@Nullable SignedTrust before) {
        List<TrustedKey> keys = new ArrayList<>();
        if (before != null) {
            keys.addAll(before.set().keys());
        }
        for (String name : removals) {
            if (!keys.removeIf(key -> key.name().equals(name))) {
                throw wrong("--remove: there is no key named '" + name + "' in "
                        + keys.stream().map(TrustedKey::name).toList());
            }
        }
        for (String addition : additions) {
            TrustedKey added = added(addition);
            keys.removeIf(key -> key.name().equals(added.name()));
            for (TrustedKey key : keys) {
                if (key.id().equals(added.id())) {
                    throw wrong("--add: the key of '" + added.name() + "' is that of '" + key.name()
                            + "' already: --remove that one");
                }
            }
            keys.add(added);
        }
        if (keys.isEmpty()) {
            throw wrong("a set without any key would leave the pole with the root key alone: --add one");
        }
        return keys;
    }

    private TrustedKey added(String text) {
        Matcher parts = ADDITION.matcher(text);
        if (!parts.matches()) {
            throw wrong(
                    "--add must be NAME=FILE:ROLE,ROLE, such as cloud=cloud.pem:receipt,config, but is '" + text + "'");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        try {
            for (String role : parts.group(3).split(",", -1)) {
                roles.add(Role.of(role));
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--add " + parts.group(1) + ": " + e.getMessage());
        }
        byte[] publicKey = PublicKeys.read(Path.of(parts.group(2)));
        return new TrustedKey(KeyId.ofKey(publicKey), publicKey, parts.group(1), roles);
    }

    private List<Topics> targets(@Nullable SignedTrust before) {
        if (out != null && poles.size() > 1) {
            throw wrong("--out holds the document of one pole: name one --pole, or leave --out out to publish");
        }
        if (!poles.isEmpty()) {
            return poles.stream().map(pole -> CommandOptions.topics(pole, spec)).toList();
        }
        if (before == null) {
            throw wrong("say for which pole: --pole SITE/POLE");
        }
        return List.of(before.pole());
    }

    private byte[] sign(Topics pole, TrustDocument set, PlatformKey key) {
        Instant now = time.now().instant();
        return DownlinkDocument.sign(
                DownlinkDocument.Type.TRUST,
                pole.trust(),
                "trust-" + set.revision(),
                now,
                now.plus(VALID),
                null,
                set.toJson(),
                key.id(),
                key::sign);
    }

    /** A pole refuses such a set, and there is nobody whom it could tell. */
    private void checkSigner(TrustDocument set, PlatformKey key) {
        for (TrustedKey trusted : set.keys()) {
            if (trusted.id().equals(key.id()) && !trusted.roles().contains(Role.IDENTITY)) {
                throw wrong(
                        "the key that signs is that of '" + trusted.name() + "', which has no role identity: sign with"
                                + " the root key, and leave that one out of the set");
            }
        }
    }

    private static void write(Path file, byte[] document) {
        if (Files.exists(file)) {
            throw new UserError(file + " exists already and is left as it is: choose another name");
        }
        try {
            DataFolder.replace(file, document);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + " (" + Problems.of(e) + ")", e);
        }
    }

    private void say(String line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(Plain.text(line));
        writer.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
