package io.parley.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path folder;

    @Test
    void should_start_one_broker_and_a_cassandra_when_nothing_is_said() {
        Settings settings = valid(Map.of(), "");
        assertThat(settings.nodes()).isEqualTo(1);
        assertThat(settings.ports()).isEqualTo(new Settings.Ports(1883, 8000, 9399, 25520, 9042, 7000));
        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.cassandra().isStartedHere()).isTrue();
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void should_put_flags_over_file_over_defaults() {
        Settings settings = valid(Map.of(Key.MQTT_PORT, "2883"), "mqtt-port = 3883\nws-port = 3000\nbroker-heap = 2g");
        assertThat(settings.ports().mqtt()).isEqualTo(2883);
        assertThat(settings.ports().ws()).isEqualTo(3000);
        assertThat(settings.ports().http()).isEqualTo(9399);
        assertThat(settings.brokerHeapMb()).isEqualTo(2048);
    }

    @Test
    void should_hand_the_extension_block_on_unread() {
        assertThat(valid(Map.of(), "extension { limits { content-bytes-max = 7 } }")
                        .extension()
                        .getInt("limits.content-bytes-max"))
                .isEqualTo(7);
    }

    @Test
    void should_list_every_fault_of_flags_and_file_at_once() {
        SettingsReader.Parsed parsed = read(
                Map.of(Key.NODES, "99", Key.BIND, "localhost", Key.COMMITLOG_SYNC, "never"),
                "mqtt-prot = 1\nhttp-port = 70000\nbroker-heap = 3",
                List.of("--turbo"));
        assertThat(parsed.settings()).isEmpty();
        assertThat(parsed.faults())
                .hasSize(7)
                .anyMatch(fault -> fault.equals("'--turbo' is not an option"))
                .anyMatch(fault -> fault.endsWith("p.conf: 1: 'mqtt-prot' is not a setting"))
                .anyMatch(fault -> fault.equals("nodes is '99', allowed is 1..8"))
                .anyMatch(fault -> fault.equals("http-port is '70000', allowed is 1..65535"))
                .anyMatch(fault -> fault.equals("bind is 'localhost', a numeric address is needed"))
                .anyMatch(fault -> fault.startsWith("broker-heap is '3', allowed is 256m..65536m"))
                .anyMatch(fault ->
                        fault.equals("commitlog-sync is 'never', allowed are request, batch, group, periodic"));
    }

    @Test
    void should_see_that_the_second_broker_would_take_a_port_twice() {
        assertThat(read(Map.of(Key.NODES, "2", Key.WS_PORT, "1884"), "", List.of())
                        .faults())
                .containsExactly("mqtt-port and ws-port would both be 1884");
    }

    @Test
    void should_refuse_settings_of_a_cassandra_that_is_not_started_here() {
        assertThat(read(Map.of(Key.CASSANDRA, "db:9042", Key.CASSANDRA_HEAP, "2g"), "", List.of())
                        .faults())
                .containsExactly("cassandra-heap is for a Cassandra started here, not for cassandra");
        assertThat(read(Map.of(Key.CASSANDRA_USER, "me"), "", List.of()).faults())
                .containsExactly(
                        "cassandra-user has no meaning without cassandra",
                        "cassandra-user and cassandra-password-file need each other");
    }

    @Test
    void should_take_contact_points_as_a_list_too() {
        assertThat(valid(Map.of(), "cassandra = [\"a:9042\", \"b:9043\"]")
                        .cassandra()
                        .existing())
                .containsExactly("a:9042", "b:9043");
    }

    @Test
    void should_refuse_a_file_that_is_none_of_HOCON() {
        assertThat(read(Map.of(), "mqtt-port = {", List.of()).faults()).hasSize(1);
        assertThat(SettingsReader.read(Map.of(), Optional.of(folder.resolve("absent")), List.of())
                        .faults())
                .hasSize(1);
    }

    private Settings valid(Map<Key, String> flags, String file) {
        SettingsReader.Parsed parsed = read(flags, file, List.of());
        assertThat(parsed.faults()).isEmpty();
        return parsed.settings().orElseThrow();
    }

    private SettingsReader.Parsed read(Map<Key, String> flags, String file, List<String> strangers) {
        try {
            Path path = Files.writeString(folder.resolve("p.conf"), file);
            return SettingsReader.read(flags, Optional.of(path), strangers);
        } catch (IOException unwritable) {
            throw new AssertionError(unwritable);
        }
    }
}
