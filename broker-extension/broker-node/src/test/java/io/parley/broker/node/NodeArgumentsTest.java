package io.parley.broker.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeArgumentsTest {
    @Test
    void should_fill_in_the_usual_ports() {
        NodeArguments.Parsed parsed = NodeArguments.parse(List.of("--data", "/d", "--extensions", "/e"));
        assertThat(parsed.settings())
                .contains(new NodeSettings(Path.of("/d"), Path.of("/e"), 1883, 8000, 9399, "127.0.0.1", false));
    }

    @Test
    void should_list_every_fault_at_once() {
        NodeArguments.Parsed parsed = NodeArguments.parse(List.of(
                "--data", "--mqtt-port", "0", "--ws-port", "x", "--bind", "localhost", "--turbo", "--bind", "::1"));
        assertThat(parsed.settings()).isEmpty();
        assertThat(parsed.faults())
                .containsExactlyInAnyOrder(
                        "--data has no value",
                        "--bind is given twice",
                        "'--turbo' is not an argument",
                        "--data is missing",
                        "--extensions is missing",
                        "--mqtt-port is '0', allowed is 1..65535",
                        "--ws-port is 'x', allowed is 1..65535");
    }

    @Test
    void should_refuse_one_port_for_two_listeners() {
        NodeArguments.Parsed parsed =
                NodeArguments.parse(List.of("--data", "d", "--extensions", "e", "--ws-port", "1883"));
        assertThat(parsed.faults()).containsExactly("ports must differ: mqtt 1883, ws 1883, http 9399");
    }
}
