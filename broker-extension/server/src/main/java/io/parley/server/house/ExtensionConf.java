package io.parley.server.house;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.parley.broker.NodeSettings;
import io.parley.broker.SettingsFaults;
import io.parley.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
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

    /**
     * Has the extension's own reader judge it, so that a fault is told here and not by a broker that then refuses everybody.
     *
     * @param extension the unpacked extension, whose own file lies beneath
     * @param scratch a folder to write to
     */
    static List<String> faults(String conf, Path extension, Path scratch) throws IOException {
        Path candidate = Files.createTempFile(scratch, "extension", ".conf");
        try {
            Files.writeString(candidate, conf);
            Properties properties = new Properties();
            properties.setProperty(NodeSettings.FILE_PROPERTY, candidate.toString());
            NodeSettings.load(extension, properties);
            return List.of();
        } catch (SettingsFaults wrong) {
            return String.valueOf(wrong.getMessage())
                    .lines()
                    .map(fault ->
                            "extension: " + fault.replaceFirst("^" + Pattern.quote(candidate + ": ") + "\\d+: ", ""))
                    .toList();
        } finally {
            Files.delete(candidate);
        }
    }

    private static List<String> seeds(Settings settings) {
        return IntStream.range(0, settings.nodes())
                .mapToObj(index ->
                        House.LOOPBACK + ":" + settings.ports().node(index).cluster())
                .toList();
    }
}
