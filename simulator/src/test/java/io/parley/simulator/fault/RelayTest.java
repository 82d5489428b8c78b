package io.parley.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final ServerSocket broker;
    private final Relay relay;
    private Socket app;
    private Socket served;

    RelayTest() throws IOException {
        broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        relay = Relay.open(broker.getLocalPort());
    }

    @BeforeEach
    void connect() throws IOException {
        app = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        served = broker.accept();
        app.setSoTimeout(5_000);
        served.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        app.close();
        served.close();
        broker.close();
    }

    @Test
    void should_pass_bytes_both_ways() throws IOException {
        app.getOutputStream().write(bytes("hello"));
        assertThat(served.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
        served.getOutputStream().write(bytes("world"));
        assertThat(app.getInputStream().readNBytes(5)).isEqualTo(bytes("world"));
    }

    @Test
    void should_pass_more_than_its_buffers_hold() throws Exception {
        byte[] much = new byte[3_000_000];
        much[much.length - 1] = 42;
        Thread writer = new Thread(() -> {
            try {
                app.getOutputStream().write(much);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        assertThat(served.getInputStream().readNBytes(much.length)).isEqualTo(much);
        writer.join();
    }

    @Test
    void should_reset_both_ends_when_cut() {
        relay.cut(1);
        assertThatThrownBy(() -> app.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void should_hold_what_is_sent_while_stalled() throws IOException {
        app.getOutputStream().write(1);
        assertThat(served.getInputStream().read()).isEqualTo(1);
        relay.stall();
        awaitStall();
        relay.resume();
        assertThat(served.getInputStream().read()).isEqualTo(2);
    }

    /** The order to stall takes effect on the relay's thread: what is written before may pass. */
    private void awaitStall() throws IOException {
        served.setSoTimeout(100);
        while (true) {
            app.getOutputStream().write(2);
            try {
                served.getInputStream().read();
            } catch (SocketTimeoutException stalled) {
                served.setSoTimeout(5_000);
                return;
            }
        }
    }

    @Test
    void should_pass_on_that_an_end_closed() throws IOException {
        app.close();
        assertThatThrownBy(() -> {
                    if (served.getInputStream().read() < 0) {
                        throw new SocketException("closed in order");
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
