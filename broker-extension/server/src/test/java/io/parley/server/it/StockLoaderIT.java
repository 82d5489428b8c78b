package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The zip, unpacked into an extensions folder as the documentation of HiveMQ says, and loaded by HiveMQ's own loader. */
class StockLoaderIT {
    private static final Path HOME = Path.of(System.getProperty("parley.root"));
    private static final String ID = "parley-extension";

    @Test
    void should_have_the_layout_that_HiveMQ_expects() throws IOException {
        try (ZipFile zip = new ZipFile(zip().toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names).allMatch(name -> name.startsWith(ID + "/"));
            assertThat(names)
                    .contains(ID + "/hivemq-extension.xml", ID + "/conf/parley.conf", ID + "/LICENSE")
                    .anyMatch(name -> name.matches(ID + "/parley-extension-.*\\.jar"))
                    .anyMatch(name -> name.startsWith(ID + "/README"))
                    // What HiveMQ gives to every extension must not come twice.
                    .noneMatch(name -> name.contains("/hivemq-extension-sdk"))
                    .noneMatch(name -> name.contains("/slf4j-api"))
                    .noneMatch(name -> name.contains("/logback"));
            try (InputStream xml = zip.getInputStream(zip.getEntry(ID + "/hivemq-extension.xml"))) {
                assertThat(new String(xml.readAllBytes())).contains("<id>" + ID + "</id>");
            }
        }
    }

    /** Without a Cassandra: the extension must load all the same, say why it is not ready, and let nobody in. */
    @Test
    void should_be_loaded_from_the_extensions_folder() throws Exception {
        UpProcess.Place place = UpProcess.Place.fresh("stock", 1);
        Path extensions = Files.createDirectories(place.folder().resolve("extensions"));
        unpack(extensions);
        Process broker = broker(place, extensions).start();
        try {
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + place.http() + "/health/ready"))
                    .build();
            Waiting.until("the extension answers", Duration.ofSeconds(60), () -> {
                assertThat(broker.isAlive()).isTrue();
                try {
                    return http.send(ready, HttpResponse.BodyHandlers.ofString())
                                    .statusCode()
                            == 503;
                } catch (IOException notYet) {
                    return false;
                }
            });
            assertThat(http.send(ready, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"ready\":false")
                    .contains("reason");
            Waiting.until("the broker listens", Duration.ofSeconds(30), () -> !isFree(place.mqtt()));
            assertThatThrownBy(() ->
                            Peer.get(Peer.attempt("alice", "alice-secret", "alice", place.mqtt(), connect -> connect)))
                    .hasRootCauseInstanceOf(Mqtt5ConnAckException.class);
            assertThat(extensions.resolve(ID).resolve("DISABLED")).doesNotExist();
        } finally {
            broker.destroy();
            broker.waitFor();
        }
        assertThat(broker.exitValue()).isZero();
    }

    private static ProcessBuilder broker(UpProcess.Place place, Path extensions) throws IOException {
        Path settings = Files.writeString(
                place.folder().resolve("parley.conf"),
                "parley { http.port = " + place.http() + ", cluster.port = " + place.cluster()
                        + ", cassandra.contact-points = [\"127.0.0.1:" + place.cql() + "\"] }");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dparley.config=" + settings,
                        "-cp",
                        HOME.resolve("broker-extension/broker-node/target/lib") + "/*",
                        "io.parley.broker.node.BrokerNode",
                        "--data",
                        place.data().toString(),
                        "--extensions",
                        extensions.toString(),
                        "--mqtt-port",
                        Integer.toString(place.mqtt()),
                        "--ws-port",
                        Integer.toString(place.ws()),
                        "--http-port",
                        Integer.toString(place.http()))
                .redirectErrorStream(true)
                .redirectOutput(place.folder().resolve("broker.log").toFile());
    }

    private static boolean isFree(int port) {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
            return !socket.isConnected();
        } catch (IOException closed) {
            return true;
        }
    }

    private static Path zip() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("broker-extension/extension/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("parley-extension-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no zip: mvn package makes it"));
        }
    }

    private static void unpack(Path target) throws IOException {
        try (ZipFile zip = new ZipFile(zip().toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                Path path = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip.getInputStream(entry), path);
                }
            }
        }
    }
}
