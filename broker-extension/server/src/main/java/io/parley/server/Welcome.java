package io.parley.server;

import io.parley.server.house.Console;
import io.parley.server.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code up} says when it is ready: where everything is, and how to send the first message. */
final class Welcome {
    private Welcome() {}

    static List<String> lines(Settings settings, Console console) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Parley is ready after " + console.elapsed().strip() + ".");
        lines.add("");
        for (int index = 0; index < settings.nodes(); index++) {
            Settings.NodePorts ports = settings.ports().node(index);
            String bind = settings.bind();
            lines.add("  broker " + (index + 1) + "    mqtt " + bind + ":" + ports.mqtt() + "   ws " + bind + ":"
                    + ports.ws() + "/mqtt   http " + bind + ":" + ports.http()
                    + " (/api /metrics /health/live /health/ready)");
        }
        Settings.Cassandra cassandra = settings.cassandra();
        lines.add("  Cassandra   "
                + (cassandra.isStartedHere()
                        ? "127.0.0.1:" + settings.ports().cql() + "   commit log "
                                + cassandra.commitlogSync().word()
                        : String.join(", ", cassandra.existing())));
        lines.add("  data        " + settings.data());
        lines.add("");
        lines.add("The first message, from another terminal:");
        lines.add("");
        lines.addAll(firstMessage(settings));
        lines.add("");
        lines.add("Ctrl-C stops everything.");
        return lines;
    }

    private static List<String> firstMessage(Settings settings) {
        Settings.NodePorts ports = settings.ports().node(0);
        String data = settings.data().equals(Path.of("data").toAbsolutePath()) ? "" : " --data " + settings.data();
        boolean usual = ports.mqtt() == 1883;
        String port = usual ? "" : " -p " + ports.mqtt();
        String server = usual ? "" : " --server tcp://127.0.0.1:" + ports.mqtt();
        return List.of(
                "  ./parley user add alice bob --generate" + data + "     # prints the PASSWORD of both, once",
                "  mosquitto_sub -V 5" + port + " -i bob-1 -u bob -P PASSWORD -q 1 -t 'inbox/bob/#' -F %j &",
                "  mosquitto_pub -V 5" + port + " -u alice -P PASSWORD -q 1 -t chat/bob -m 'hello bob'",
                "or, instead of the last two:  ./parley chat --as alice bob" + server);
    }
}
