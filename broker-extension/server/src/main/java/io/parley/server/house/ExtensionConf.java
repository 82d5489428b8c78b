package io.parley.server.house;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.parley.server.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the file that tells one broker's extension what it cannot know by itself. What the user put into the
 * {@code extension} block of the settings file lies beneath it.
 */
final class ExtensionConf {
    private static final ConfigRenderOptions READABLE = ConfigRenderOptions.defaults()
            .setOriginComments(false)
            .setComments(false)
            .setJson(false);

    private ExtensionConf() {}

    static String render(Settings settings, StorageAccess storage, int index) {
        Settings.NodePorts ports = settings.ports().node(index);
        Map<String, Object> conf = new LinkedHashMap<>();
        conf.put("parley.http.port", ports.http());
        conf.put("parley.http.bind", settings.bind());
        conf.put("parley.cluster.host", House.LOOPBACK);
        conf.put("parley.cluster.port", ports.cluster());
        conf.put("parley.cluster.seeds", seeds(settings));
        conf.put("parley.cassandra.contact-points", storage.contactPoints());
        conf.put("parley.cassandra.datacenter", storage.datacenter());
        if (settings.cassandra().isStartedHere()) {
            // The node started here takes batches of this size, and one replica set is all there is.
            conf.put("parley.cassandra.large-batches", true);
        }
        storage.login().ifPresent(login -> {
            conf.put("parley.cassandra.username", login.role());
            conf.put(
                    "parley.cassandra.password-file",
                    login.passwordFile().toAbsolutePath().toString());
        });
        return "# Written at every start: changes here are lost.\n"
                + ConfigFactory.parseMap(conf)
                        .withFallback(settings.extension().atPath("parley"))
                        .root()
                        .render(READABLE);
    }

    private static List<String> seeds(Settings settings) {
        return IntStream.range(0, settings.nodes())
                .mapToObj(index ->
                        House.LOOPBACK + ":" + settings.ports().node(index).cluster())
                .toList();
    }
}
