package io.parley.broker.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.util.List;
import java.util.Map;

/**
 * Pekko's configuration: its own defaults, {@code cluster.conf} over them, and this node's address over that. System
 * properties and environment of the JVM, which is the broker's, have no say.
 */
final class ClusterConfig {
    static final String SYSTEM = "parley";

    private static final String RESOURCE = "io/parley/broker/cluster/cluster.conf";

    private ClusterConfig() {}

    static Config of(ClusterSettings settings, ClassLoader loader) {
        Config own = ConfigFactory.parseResources(
                RESOURCE, ConfigParseOptions.defaults().setClassLoader(loader).setAllowMissing(false));
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname",
                        settings.host(),
                        "pekko.remote.artery.canonical.port",
                        settings.port(),
                        "pekko.cluster.seed-nodes",
                        seedNodes(settings)))
                .withFallback(own)
                .withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
                .resolve(ConfigResolveOptions.noSystem());
    }

    private static List<String> seedNodes(ClusterSettings settings) {
        List<String> seeds = settings.seedNodes().isEmpty()
                ? List.of(settings.host() + ":" + settings.port())
                : settings.seedNodes();
        return seeds.stream().map(seed -> "pekko://" + SYSTEM + "@" + seed).toList();
    }
}
