package io.parley.server.settings;

import com.typesafe.config.Config;
import io.parley.cassandra.CassandraSettings;
import io.parley.cassandra.CommitlogSync;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns text into values. A fault leaves the default standing, so that one slip is not reported twice. */
final class SettingsJudge {
    private static final int PORT_MAX = 65_535;
    private static final int HEAP_MB_MIN = 256;
    private static final int HEAP_MB_MAX = 65_536;
    private static final int MB_PER_GB = 1_024;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([mg]?)");
    private static final Pattern NUMERIC_ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern HOST_PORT = Pattern.compile("(.+):([0-9]{1,5})");

    private final Map<Key, String> texts;
    private final Config extension;
    private final List<String> faults;

    SettingsJudge(Map<Key, String> texts, Config extension, List<String> faults) {
        this.texts = texts;
        this.extension = extension;
        this.faults = faults;
    }

    /** Empty if there is a fault, each of which is then in the list. */
    Optional<Settings> settings() {
        int nodes = number(Key.NODES, 1, Settings.NODES_MAX);
        Settings.Ports ports = new Settings.Ports(
                port(Key.MQTT_PORT),
                port(Key.WS_PORT),
                port(Key.HTTP_PORT),
                port(Key.CLUSTER_PORT),
                port(Key.CQL_PORT),
                port(Key.STORAGE_PORT));
        Settings settings = new Settings(
                path(Key.DATA)
                        .orElse(Path.of(Key.DATA.defaultText()))
                        .toAbsolutePath()
                        .normalize(),
                nodes,
                bind(),
                ports,
                heapMb(Key.BROKER_HEAP),
                cassandra(),
                extension);
        judgePorts(settings.listening());
        return faults.isEmpty() ? Optional.of(settings) : Optional.empty();
    }

    private Settings.Cassandra cassandra() {
        List<String> existing = contactPoints();
        boolean startedHere = existing.isEmpty();
        for (Key key : List.of(Key.CASSANDRA_USER, Key.CASSANDRA_PASSWORD_FILE)) {
            if (startedHere && texts.containsKey(key)) {
                faults.add(key.word() + " has no meaning without " + Key.CASSANDRA.word());
            }
        }
        for (Key key : List.of(Key.CASSANDRA_HEAP, Key.COMMITLOG_SYNC, Key.CQL_PORT, Key.STORAGE_PORT)) {
            if (!startedHere && texts.containsKey(key)) {
                faults.add(key.word() + " is for a Cassandra started here, not for " + Key.CASSANDRA.word());
            }
        }
        String datacenter = text(Key.DATACENTER);
        if (datacenter.isBlank()) {
            faults.add(Key.DATACENTER.word() + " is empty");
        }
        return new Settings.Cassandra(existing, datacenter, login(), heapMb(Key.CASSANDRA_HEAP), commitlogSync());
    }

    private Optional<Settings.Login> login() {
        String role = text(Key.CASSANDRA_USER);
        Optional<Path> file = path(Key.CASSANDRA_PASSWORD_FILE);
        if (role.isEmpty() != file.isEmpty()) {
            faults.add(Key.CASSANDRA_USER.word() + " and " + Key.CASSANDRA_PASSWORD_FILE.word() + " need each other");
        }
        if (file.isPresent() && !Files.isReadable(file.get())) {
            faults.add(Key.CASSANDRA_PASSWORD_FILE.word() + " " + file.get() + " cannot be read");
        }
        return role.isEmpty() ? Optional.empty() : file.map(path -> new Settings.Login(role, path));
    }

    private List<String> contactPoints() {
        String text = text(Key.CASSANDRA).strip();
        if (text.isEmpty()) {
            if (texts.containsKey(Key.CASSANDRA)) {
                faults.add(Key.CASSANDRA.word() + " is empty, host:port,... is needed");
            }
            return List.of();
        }
        List<String> points = List.of(text.split(",", -1));
        for (String point : points) {
            Matcher parts = HOST_PORT.matcher(point);
            if (!parts.matches() || !isPort(Integer.parseInt(parts.group(2)))) {
                faults.add(Key.CASSANDRA.word() + " has '" + point + "', host:port is needed");
            }
        }
        return points;
    }

    private CommitlogSync commitlogSync() {
        String text = text(Key.COMMITLOG_SYNC);
        Optional<CommitlogSync> mode = CommitlogSync.parse(text);
        if (mode.isEmpty()) {
            faults.add(Key.COMMITLOG_SYNC.word() + " is '" + text + "', allowed are request, batch, group, periodic");
        }
        return mode.orElse(CassandraSettings.COMMITLOG_SYNC_DEFAULT);
    }

    private String bind() {
        String text = text(Key.BIND);
        try {
            if (NUMERIC_ADDRESS.matcher(text).matches()
                    && !InetAddress.getByName(text).isMulticastAddress()) {
                return text;
            }
        } catch (UnknownHostException notAnAddress) {
            // Falls through to the one fault below.
        }
        faults.add(Key.BIND.word() + " is '" + text + "', a numeric address is needed");
        return Key.BIND.defaultText();
    }

    private void judgePorts(List<Settings.NamedPort> ports) {
        Map<Integer, String> taken = new HashMap<>();
        for (Settings.NamedPort port : ports) {
            String holder = taken.putIfAbsent(port.port(), port.name());
            if (holder != null) {
                faults.add(port.name() + " and " + holder + " would both be " + port.port());
            }
            if (!isPort(port.port())) {
                faults.add(port.name() + " of the last broker would be " + port.port() + ", allowed is 1.." + PORT_MAX);
            }
        }
    }

    private int heapMb(Key key) {
        Function<String, Optional<Integer>> parse = text -> {
            Matcher parts = SIZE.matcher(text.toLowerCase(Locale.ROOT));
            return parts.matches()
                    ? Optional.of(
                            Integer.parseInt(parts.group(1)) * (parts.group(2).equals("g") ? MB_PER_GB : 1))
                    : Optional.empty();
        };
        int otherwise = parse.apply(key.defaultText()).orElseThrow();
        Optional<Integer> size = parse.apply(text(key)).filter(mb -> mb >= HEAP_MB_MIN && mb <= HEAP_MB_MAX);
        if (size.isEmpty()) {
            faults.add(key.word() + " is '" + text(key) + "', allowed is " + HEAP_MB_MIN + "m.." + HEAP_MB_MAX
                    + "m, as in 768m or 2g");
        }
        return size.orElse(otherwise);
    }

    private int port(Key key) {
        return number(key, 1, PORT_MAX);
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= PORT_MAX;
    }

    private int number(Key key, int min, int max) {
        try {
            int value = Integer.parseInt(text(key));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one fault below.
        }
        faults.add(key.word() + " is '" + text(key) + "', allowed is " + min + ".." + max);
        return Integer.parseInt(key.defaultText());
    }

    private Optional<Path> path(Key key) {
        String text = text(key);
        try {
            if (!text.isEmpty()) {
                return Optional.of(Path.of(text));
            }
            if (texts.containsKey(key)) {
                faults.add(key.word() + " is empty, a path is needed");
            }
        } catch (InvalidPathException unusable) {
            faults.add(key.word() + " is no path: " + unusable.getMessage());
        }
        return Optional.empty();
    }

    private String text(Key key) {
        return texts.getOrDefault(key, key.defaultText());
    }
}
