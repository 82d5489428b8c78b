package io.parley.cassandra;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@link CassandraNode}, written by {@link #format} and read by {@link #parse}. Reading never stops at
 * the first fault: it collects them all, so that whoever typed them corrects them once.
 *
 * <pre>
 * --data DIR --cql-port N [--storage-port N] [--bind ADDRESS] [--commitlog-sync request|batch|group|periodic]
 * [--password-file FILE] [--exit-with-stdin]
 * </pre>
 */
final class NodeArguments {
    static final String USAGE = "usage: --data DIR --cql-port N [--storage-port N] [--bind ADDRESS]"
            + " [--commitlog-sync request|batch|group|periodic] [--password-file FILE] [--exit-with-stdin]";

    private static final String DATA = "--data";
    private static final String CQL_PORT = "--cql-port";
    private static final String STORAGE_PORT = "--storage-port";
    private static final String BIND = "--bind";
    private static final String COMMITLOG_SYNC = "--commitlog-sync";
    private static final String PASSWORD_FILE = "--password-file";
    private static final String EXIT_WITH_STDIN = "--exit-with-stdin";
    private static final Set<String> WITH_VALUE =
            Set.of(DATA, CQL_PORT, STORAGE_PORT, BIND, COMMITLOG_SYNC, PASSWORD_FILE);

    private final Map<String, String> given = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private NodeArguments() {}

    /** What reading came to: settings, or every fault found. */
    record Parsed(Optional<CassandraSettings> settings, List<String> faults) {}

    static List<String> format(CassandraSettings settings) {
        List<String> arguments = new ArrayList<>(List.of(
                DATA, settings.dataDir().toString(),
                CQL_PORT, Integer.toString(settings.cqlPort()),
                STORAGE_PORT, Integer.toString(settings.storagePort()),
                BIND, settings.bind(),
                COMMITLOG_SYNC, settings.commitlogSync().word()));
        settings.passwordFile().ifPresent(file -> arguments.addAll(List.of(PASSWORD_FILE, file.toString())));
        if (settings.exitWithStdin()) {
            arguments.add(EXIT_WITH_STDIN);
        }
        return List.copyOf(arguments);
    }

    /** @param heapMb what the JVM was started with; it cannot be an argument, since it is settled before main runs */
    static Parsed parse(List<String> arguments, int heapMb) {
        NodeArguments reading = new NodeArguments();
        reading.collect(arguments);
        Optional<Path> data = reading.path(DATA);
        if (!reading.given.containsKey(DATA)) {
            reading.faults.add(DATA + " is missing");
        }
        if (!reading.given.containsKey(CQL_PORT)) {
            reading.faults.add(CQL_PORT + " is missing");
        }
        // Defaults stand in for what was already faulted, so that one slip is not reported twice.
        int cqlPort = reading.number(CQL_PORT, CassandraSettings.CQL_PORT_DEFAULT);
        int storagePort = reading.number(STORAGE_PORT, CassandraSettings.STORAGE_PORT_DEFAULT);
        String bind = reading.given.getOrDefault(BIND, CassandraSettings.BIND_DEFAULT);
        CommitlogSync sync = reading.commitlogSync();
        Optional<Path> passwordFile = reading.path(PASSWORD_FILE);
        boolean password = reading.given.containsKey(PASSWORD_FILE);
        reading.faults.addAll(CassandraSettings.faults(cqlPort, storagePort, bind, heapMb, password));
        if (!reading.faults.isEmpty() || data.isEmpty()) {
            return new Parsed(Optional.empty(), List.copyOf(reading.faults));
        }
        boolean exitWithStdin = reading.given.containsKey(EXIT_WITH_STDIN);
        return new Parsed(
                Optional.of(new CassandraSettings(
                        data.get(), cqlPort, storagePort, bind, heapMb, sync, passwordFile, exitWithStdin)),
                List.of());
    }

    private void collect(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals(EXIT_WITH_STDIN)) {
                put(name, "");
            } else if (!WITH_VALUE.contains(name)) {
                faults.add("'" + name + "' is not an argument");
            } else if (i + 1 == arguments.size() || arguments.get(i + 1).startsWith("--")) {
                faults.add(name + " has no value");
                given.putIfAbsent(name, "");
            } else {
                put(name, arguments.get(++i));
            }
        }
    }

    private void put(String name, String value) {
        if (given.put(name, value) != null) {
            faults.add(name + " is given twice");
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name)).filter(text -> !text.isEmpty());
    }

    private Optional<Path> path(String name) {
        try {
            return value(name).map(Path::of);
        } catch (InvalidPathException unusable) {
            faults.add(name + " is no path: " + unusable.getMessage());
            return Optional.empty();
        }
    }

    private int number(String name, int otherwise) {
        Optional<String> text = value(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notANumber) {
            faults.add(name + " is '" + text.orElse("") + "', a number is needed");
            return otherwise;
        }
    }

    private CommitlogSync commitlogSync() {
        Optional<String> text = value(COMMITLOG_SYNC);
        Optional<CommitlogSync> mode = text.flatMap(CommitlogSync::parse);
        if (text.isPresent() && mode.isEmpty()) {
            faults.add(COMMITLOG_SYNC + " is '" + text.get() + "', allowed are request, batch, group, periodic");
        }
        return mode.orElse(CassandraSettings.COMMITLOG_SYNC_DEFAULT);
    }
}
