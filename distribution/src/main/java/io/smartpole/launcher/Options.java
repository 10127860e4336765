package io.smartpole.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was asked for on the command line.
 *
 * @param help only explain
 * @param demo with the virtual pole and the stand-in for the city's platform
 * @param supervised whether somebody starts the gateway again when it ends
 * @param data folder for all that survives a restart
 * @param http port of the console, 1 to 65535
 * @param mqtt port of the stand-in's broker, 1 to 65535
 * @param brokers to which the demo's pole connects
 * @param pole number of the demo's pole
 * @param profile hardware profile of the demo
 * @param place where the demo's pole stands
 * @param speed how many times faster the simulated world's time passes, 1 to 3600
 * @param seed of the simulated world
 */
record Options(
        boolean help,
        boolean demo,
        boolean supervised,
        Path data,
        int http,
        int mqtt,
        Brokers brokers,
        String pole,
        String profile,
        DemoPlace place,
        int speed,
        long seed,
        List<String> faults) {

    static final String HELP = """
            Usage: smartpole [options]
              --data DIR              folder for keys, evidence and configuration (default: data, in the gateway's folder;
                                      scripts/run: data, in the project's folder)
              --http PORT             port of the console on this machine (default: 8080)
              --supervised            somebody starts the gateway again when it ends with exit code 75, so that it may be
                                      told to restart: scripts/run does, and systemd with Restart=on-failure
              --help                  this text
            Only for the demo:
              --demo                  with a virtual pole and a stand-in for the city's platform
              --mqtt PORT             port of the stand-in's MQTT broker on this machine (default: 1883)
              --cloud URI             forward to this broker instead, such as tcp://127.0.0.1:1884, ssl://broker.city:8883
                                      or wss://broker.city:443/mqtt; given twice, the second is for when the first fails
              --local URI             while no cloud broker can be reached, live data and commands go over this one; may
                                      be given twice, too
              --trust FILE            trust brokers that the authorities in this file certify (PEM, with revocation lists
                                      if wanted), instead of those that Java trusts
              --certificate FILE      show this certificate to brokers (PEM, with its chain); it must be for a key of the
                                      pole, whose request is identity/transport-1.csr.pem in the data folder
              --pole NUMBER           which pole it is, in the city dormagen (default: p-0001)
              --profile NAME          hardware profile: one of hardware-profiles in the gateway's folder, or your own in
                                      hardware-profiles of the data folder (default: city-environment)
              --place LAT,LON,ZONE    where the pole stands (default: 51.09,6.84,Europe/Berlin)
              --speed N               the world's time passes N times faster, 1 to 3600 (default: 1); so do overrides of
                                      the light, and each sensor is read at most once a second all the same
              --seed N                weather and passers-by follow this number (default: 1)
              --fault WORD            breaks something on the virtual pole, such as lamp:open, gear:silent, cell:dark or
                                      unplug:bh1750; may be given ten times""";

    private static final Pattern FAULTS =
            Pattern.compile("lamp:(open|full|stuck|cycling|weak)|gear:(silent|garbled|twin)"
                    + "|cell:(stuck|dark|bright)|mains:off|(unplug|contact):[A-Za-z0-9._-]+");

    /** Where the demo's pole stands: degrees north, degrees east, time zone. */
    record DemoPlace(double latitude, double longitude, ZoneId zone) {}

    /** @throws IllegalArgumentException with the option, what was given and what is expected */
    static Options parse(List<String> arguments) {
        boolean help = false;
        boolean demo = false;
        boolean supervised = false;
        Path data = Path.of("data");
        int http = 8080;
        int mqtt = 1883;
        boolean mqttGiven = false;
        List<String> cloud = new ArrayList<>();
        List<String> local = new ArrayList<>();
        String trusted = "";
        String certificate = "";
        String pole = "p-0001";
        String profile = "city-environment";
        DemoPlace place = new DemoPlace(51.09, 6.84, ZoneId.of("Europe/Berlin"));
        int speed = 1;
        long seed = 1;
        List<String> faults = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--demo" -> demo = true;
                case "--supervised" -> supervised = true;
                case "--data" -> data = Path.of(value(option, rest));
                case "--http" -> http = (int) number(option, value(option, rest), 1, 65535);
                case "--mqtt" -> {
                    mqtt = (int) number(option, value(option, rest), 1, 65535);
                    mqttGiven = true;
                }
                case "--cloud" -> Brokers.add(cloud, option, value(option, rest));
                case "--local" -> Brokers.add(local, option, value(option, rest));
                case "--trust" -> trusted = Brokers.pem(option, Path.of(value(option, rest)));
                case "--certificate" -> certificate = Brokers.pem(option, Path.of(value(option, rest)));
                case "--pole" -> pole = name(option, "a pole number", value(option, rest));
                case "--profile" -> profile = name(option, "the name of a profile", value(option, rest));
                case "--place" -> place = place(option, value(option, rest));
                case "--speed" -> speed = (int) number(option, value(option, rest), 1, 3600);
                case "--seed" -> seed = number(option, value(option, rest), Long.MIN_VALUE, Long.MAX_VALUE);
                case "--fault" -> faults.add(fault(option, value(option, rest)));
                default -> throw new IllegalArgumentException("there is no option " + option + "; --help lists them");
            }
        }
        if (mqttGiven && !cloud.isEmpty()) {
            throw new IllegalArgumentException(
                    "--mqtt is the port of the stand-in's broker, which does not run with --cloud:"
                            + " leave one of them out");
        }
        return new Options(
                help,
                demo,
                supervised,
                data.toAbsolutePath().normalize(),
                http,
                mqtt,
                new Brokers(cloud, local, trusted, certificate),
                pole,
                profile,
                place,
                speed,
                seed,
                List.copyOf(faults));
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value behind it; --help shows which");
        }
        return rest.pop();
    }

    private static long number(String option, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "%s must be a whole number from %d to %d, but is '%s'".formatted(option, least, most, text));
    }

    private static String name(String option, String what, String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(option + " must be " + what + ", but is '" + text + "'");
        }
        return text;
    }

    /** The words of the simulation's README: whoever mistypes one would else watch a pole that is well. */
    private static String fault(String option, String text) {
        if (!FAULTS.matcher(text).matches()) {
            throw new IllegalArgumentException(option
                    + " must be lamp:open, :full, :stuck, :cycling or :weak, gear:silent, :garbled or :twin, cell:stuck,"
                    + " :dark or :bright, mains:off, unplug:SENSOR or contact:INPUT, but is '" + text + "'");
        }
        return text;
    }

    private static DemoPlace place(String option, String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 3) {
                double latitude = Double.parseDouble(parts[0]);
                double longitude = Double.parseDouble(parts[1]);
                if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
                    return new DemoPlace(latitude, longitude, ZoneId.of(parts[2]));
                }
            }
        } catch (NumberFormatException | DateTimeException e) {
            // told below
        }
        throw new IllegalArgumentException(option + " must be degrees north, degrees east and a time zone, such as"
                + " 51.09,6.84,Europe/Berlin, but is '" + text + "'");
    }

    /**
     * @param shipped folder of the hardware profiles that come with the gateway
     * @return what is wrong with the profile's name; empty if there is a profile of that name
     */
    Optional<String> unknownProfile(Path shipped) throws IOException {
        Path own = data.resolve("hardware-profiles");
        SortedSet<String> known = profiles(shipped);
        known.addAll(profiles(own));
        return known.contains(profile)
                ? Optional.empty()
                : Optional.of("there is no hardware profile '" + profile + "' in " + shipped + " or " + own + ", but: "
                        + String.join(", ", known));
    }

    /** @return whether the profile is one that comes with the gateway, and not an own one */
    boolean hasShippedProfile(Path shipped) throws IOException {
        return profiles(shipped).contains(profile);
    }

    private static SortedSet<String> profiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * Whoever tries the demo should not search a log for this. On a street a taken port must not keep the lamp from being
     * driven, so there the console reports it by itself.
     *
     * @return which port is taken and what to do; empty if all are free
     */
    Optional<String> takenPort() {
        if (http == mqtt && brokers.standIn()) {
            return Optional.of(
                    "console and MQTT broker cannot share port " + http + ": choose another with --http PORT");
        }
        if (!free(http)) {
            return Optional.of(
                    "port " + http + " is taken, so the console cannot start: choose another with --http PORT");
        }
        if (brokers.standIn() && !free(mqtt)) {
            return Optional.of("port " + mqtt + " is taken, so the demo's MQTT broker cannot start: choose another with"
                    + " --mqtt PORT, or forward to the broker that is there with --cloud tcp://127.0.0.1:" + mqtt);
        }
        return Optional.empty();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The console is for this computer only, and for few people at a time: a small server is enough. */
    Map<String, String> consoleProperties() {
        String port = Integer.toString(http);
        return Map.of(
                "smartpole.http.port", port,
                "org.osgi.service.http.port", port,
                "org.apache.felix.http.host", "127.0.0.1",
                "org.apache.felix.http.jetty.threadpool.max", "8",
                "org.apache.felix.http.jetty.acceptors", "1",
                "org.apache.felix.http.jetty.selectors", "1");
    }
}
