package io.parley.broker.node;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the arguments of {@link BrokerNode}. Reading never stops at the first fault: it collects them all. */
final class NodeArguments {
    static final String USAGE = "usage: --data DIR --extensions DIR [--mqtt-port N] [--ws-port N] [--http-port N]"
            + " [--bind ADDRESS] [--exit-with-stdin]";

    private static final String DATA = "--data";
    private static final String EXTENSIONS = "--extensions";
    private static final String MQTT_PORT = "--mqtt-port";
    private static final String WS_PORT = "--ws-port";
    private static final String HTTP_PORT = "--http-port";
    private static final String BIND = "--bind";
    private static final String EXIT_WITH_STDIN = "--exit-with-stdin";
    private static final Set<String> WITH_VALUE = Set.of(DATA, EXTENSIONS, MQTT_PORT, WS_PORT, HTTP_PORT, BIND);
    private static final int PORT_MAX = 65_535;
    /** Numeric only: it goes into HiveMQ's XML as it is, and a name could come to mean another address. */
    private static final Pattern NUMERIC_ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final Map<String, String> given = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private NodeArguments() {}

    /** What reading came to: settings, or every fault found. */
    record Parsed(Optional<NodeSettings> settings, List<String> faults) {}

    static Parsed parse(List<String> arguments) {
        NodeArguments reading = new NodeArguments();
        reading.collect(arguments);
        Optional<Path> data = reading.requiredPath(DATA);
        Optional<Path> extensions = reading.requiredPath(EXTENSIONS);
        int mqttPort = reading.port(MQTT_PORT, NodeSettings.MQTT_PORT_DEFAULT);
        int wsPort = reading.port(WS_PORT, NodeSettings.WS_PORT_DEFAULT);
        int httpPort = reading.port(HTTP_PORT, NodeSettings.HTTP_PORT_DEFAULT);
        if (mqttPort == wsPort || wsPort == httpPort || mqttPort == httpPort) {
            reading.faults.add("ports must differ: mqtt " + mqttPort + ", ws " + wsPort + ", http " + httpPort);
        }
        String bind = reading.given.getOrDefault(BIND, NodeSettings.BIND_DEFAULT);
        if (!NUMERIC_ADDRESS.matcher(bind).matches()) {
            reading.faults.add(BIND + " is '" + bind + "', a numeric address is needed");
        }
        if (!reading.faults.isEmpty() || data.isEmpty() || extensions.isEmpty()) {
            return new Parsed(Optional.empty(), List.copyOf(reading.faults));
        }
        boolean exitWithStdin = reading.given.containsKey(EXIT_WITH_STDIN);
        return new Parsed(
                Optional.of(new NodeSettings(
                        data.get(), extensions.get(), mqttPort, wsPort, httpPort, bind, exitWithStdin)),
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

    private Optional<Path> requiredPath(String name) {
        Optional<String> text = Optional.ofNullable(given.get(name));
        if (text.isEmpty()) {
            faults.add(name + " is missing");
        }
        try {
            return text.map(Path::of);
        } catch (InvalidPathException unusable) {
            faults.add(name + " is no path: " + unusable.getMessage());
            return Optional.empty();
        }
    }

    private int port(String name, int otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one fault below.
        }
        faults.add(name + " is '" + text + "', allowed is 1.." + PORT_MAX);
        return otherwise;
    }
}
