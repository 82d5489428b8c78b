package io.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.parley.protocol.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
    @TempDir
    private Path folder;

    private final Properties system = new Properties();

    @BeforeEach
    void makeConf() throws IOException {
        Files.createDirectories(folder.resolve("conf"));
    }

    private void conf(String text) throws IOException {
        Files.writeString(folder.resolve("conf").resolve("parley.conf"), text);
    }

    private NodeSettings load() throws SettingsFaults {
        return NodeSettings.load(folder, system);
    }

    @Test
    void should_have_a_default_for_everything() throws SettingsFaults {
        NodeSettings settings = load();
        assertThat(settings.edge().limits()).isEqualTo(Limits.DEFAULT);
        assertThat(settings.edge()).isEqualTo(io.parley.broker.edge.EdgeSettings.DEFAULT);
        assertThat(settings.http().port()).isEqualTo(9399);
        assertThat(settings.storage().login()).isEmpty();
        assertThat(settings.loginThreads()).isPositive();
    }

    @Test
    void should_let_later_layers_win() throws Exception {
        conf("parley { http.port = 1, http.bind = \"::1\", cluster.port = 5 }");
        Path more = folder.resolve("more.conf");
        Files.writeString(more, "parley.http.port = 2, parley.cluster.port = 6");
        system.setProperty("parley.config", more.toString());
        system.setProperty("parley.cluster.port", "7");
        system.setProperty("parley.log.dir", "somebody else's");
        NodeSettings settings = load();
        assertThat(settings.http().bind()).isEqualTo("::1");
        assertThat(settings.http().port()).isEqualTo(2);
        assertThat(settings.cluster().port()).isEqualTo(7);
    }

    @Test
    void should_name_all_faults_at_once() throws IOException {
        conf("""
                parley {
                  http { port = 70000, prot = 1 }
                  limits.content-bytes-max = 0
                  limits.answer-patience = soon
                  cassandra.username = alice
                  cluster.seeds = ["nowhere"]
                  kassandra.port = 1
                }
                parly.http.port = 1
                """);
        assertThatThrownBy(this::load)
                .isInstanceOf(SettingsFaults.class)
                .hasMessageContaining("parley.http.port must be 0 to 65535, was 70000")
                .hasMessageContaining("there is no setting parley.http.prot")
                .hasMessageContaining("parley.limits.content-bytes-max must be")
                .hasMessageContaining("answer-patience")
                .hasMessageContaining("belong together")
                .hasMessageContaining("'nowhere', which is not host:port")
                .hasMessageContaining("there is no setting parley.kassandra")
                .hasMessageContaining("there is no setting parly");
    }

    @Test
    void should_name_faults_that_only_a_room_knows() throws IOException {
        conf("parley.cassandra { keyspace = \"Not-One\", contact-points = [\"x\"] }");
        assertThatThrownBy(this::load).hasMessageContaining("Not-One").hasMessageContaining("'x'");
    }

    @Test
    void should_refuse_a_file_that_is_none() throws IOException {
        conf("parley { http ");
        assertThatThrownBy(this::load).isInstanceOf(SettingsFaults.class);
        conf("");
        system.setProperty("parley.config", folder.resolve("absent.conf").toString());
        assertThatThrownBy(this::load).hasMessageContaining("absent.conf");
    }

    @Test
    void should_take_replication_by_datacenter() throws Exception {
        conf("parley.cassandra.replication = { dc1 = 3, dc2 = 2 }");
        assertThat(load().storage().replication())
                .hasToString("{'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 2}");
        conf("parley.cassandra.replication = many");
        assertThatThrownBy(this::load).hasMessageContaining("replication");
    }

    @Test
    void should_show_every_setting_with_its_default_in_the_shipped_file() throws IOException {
        String shown = Files.readAllLines(Path.of("src/main/hivemq-extension/conf/parley.conf")).stream()
                .map(line -> line.matches("\\s+# [a-z-]+ = .*") ? line.replaceFirst("# ", "") : line)
                .collect(Collectors.joining("\n"));
        Config defaults = ConfigFactory.parseResources("io/parley/broker/defaults.conf");
        assertThat(ConfigFactory.parseString(shown)).isEqualTo(defaults);
    }
}
