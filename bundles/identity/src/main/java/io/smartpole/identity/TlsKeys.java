package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pole's keys for TLS. One is always spare: as soon as a certificate for the newest key is in use, the next key is
 * made, so that the city can certify it before the certificate in use runs out.
 */
@Component(
        service = {TransportKeys.class, HealthCheck.class},
        immediate = true,
        property = HealthCheck.NAME + "=transport-keys")
public final class TlsKeys implements TransportKeys, HealthCheck {

    /** The spare one, the one in use, and the one before, to which a rolled back configuration returns. */
    private static final int KEPT = 3;

    private static final Pattern KEY_FILE = Pattern.compile("transport-(\\d{1,9})\\.key");
    private static final Logger LOG = LoggerFactory.getLogger(TlsKeys.class);

    private final Path folder;
    private volatile List<TransportKey> keys = List.of(); // the newest last
    private volatile @Nullable String problem;
    private String name = "";

    @Activate
    public TlsKeys(BundleContext context) {
        this(DataFolder.of(context::getProperty, "identity"));
    }

    TlsKeys(Path folder) {
        this.folder = folder;
    }

    /** Called at start, and again whenever the identity is configured: its service properties change with it. */
    @Reference(updated = "identify", unbind = "-")
    synchronized void identify(Pole pole) {
        String next =
                "smartpole-" + pole.identity().site() + "-" + pole.identity().pole();
        if (!next.equals(name)) {
            name = next;
            update(false);
        }
    }

    @Override
    public Optional<PrivateKey> find(PublicKey certified) {
        Optional<TransportKey> found =
                keys.stream().filter(key -> key.belongsTo(certified)).findFirst();
        found.ifPresent(this::keepOneSpare);
        return found.map(TransportKey::privateKey);
    }

    private void keepOneSpare(TransportKey certified) {
        if (isNewest(certified)) {
            synchronized (this) {
                if (isNewest(certified)) { // another thread may have been faster
                    update(true);
                }
            }
        }
    }

    private boolean isNewest(TransportKey key) {
        List<TransportKey> known = keys;
        return known.get(known.size() - 1).number() == key.number();
    }

    /** Brings memory and disk to what they should be; whatever fails, the keys in memory serve on. */
    private synchronized void update(boolean another) {
        try {
            SortedSet<Integer> numbers = onDisk();
            keys.forEach(key -> numbers.add(key.number()));
            if (numbers.isEmpty()) {
                numbers.add(1);
            } else if (another) {
                numbers.add(numbers.last() + 1);
            }
            load(numbers);
            boolean fits = name.length() <= CertificateRequest.LONGEST_NAME;
            for (TransportKey key : fits ? keys : List.<TransportKey>of()) {
                key.request(name);
            }
            while (keys.size() > KEPT) {
                keys.get(0).delete();
                keys = keys.subList(1, keys.size());
            }
            problem = fits
                    ? null
                    : "the name " + name + " is too long for a certificate, which takes at most "
                            + CertificateRequest.LONGEST_NAME + " characters";
        } catch (IOException e) {
            problem = e.toString();
        }
        if (problem != null) {
            LOG.error("a key for TLS or its request is missing: {}. The keys in memory stay in use", problem);
        }
    }

    private SortedSet<Integer> onDisk() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> KEY_FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** One key that cannot be had does not keep the others from being used. */
    private void load(SortedSet<Integer> numbers) throws IOException {
        Map<Integer, TransportKey> known = new TreeMap<>();
        keys.forEach(key -> known.put(key.number(), key));
        IOException failed = null;
        for (int number : numbers) {
            try {
                if (!known.containsKey(number)) {
                    known.put(number, TransportKey.loadOrCreate(folder, number));
                }
            } catch (IOException e) {
                failed = e;
            }
        }
        keys = List.copyOf(known.values());
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public HealthResult check() {
        List<TransportKey> known = keys;
        if (problem != null) {
            return HealthResult.warn(
                    "a key for TLS or its request is missing: " + problem + ". Usable keys: " + known.size(),
                    "check disk and identity, then restart the gateway");
        }
        TransportKey spare = known.get(known.size() - 1);
        return HealthResult.ok("the spare key for TLS is " + spare.id().hex() + ", its certificate is requested by "
                + spare.requestFile());
    }
}
