package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.server.house.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The zip, unpacked into an extensions folder as the documentation of HiveMQ says, and loaded by HiveMQ's own loader. */
@ExtendWith(SharedServer.class)
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

    @Test
    void should_be_loaded_from_the_extensions_folder_and_carry_a_message(SharedServer.Server server) throws Exception {
        UpProcess.Place place = UpProcess.Place.fresh("stock", 1);
        Process broker = broker(place, settings(place, server)).start();
        try {
            Path log = place.folder().resolve("broker.log");
            Waiting.until("the broker is ready", Duration.ofSeconds(90), () -> {
                assertThat(broker.isAlive()).as(Files.readString(log)).isTrue();
                return Files.readString(log).contains("READY ");
            });
            String alice = server.user("stock");
            try (Peer sender = Peer.connect(alice, alice, place.mqtt()).listen()) {
                sender.send("chat/" + server.user("stock"), "from a stock broker", UUID.randomUUID());
                assertThat(Peer.property(sender.next("/ack"), "status")).contains("accepted");
            }
        } finally {
            broker.destroy();
            broker.waitFor();
        }
        assertThat(broker.exitValue()).isZero();
    }

    /** The fear: a broker with an extension that did not start, and nobody told. */
    @Test
    void should_end_with_the_reason_when_the_extension_does_not_start() throws Exception {
        UpProcess.Place place = UpProcess.Place.fresh("stock-faults", 1);
        Process broker = broker(place, "parley { htp.port = 1, limits.in-flight-max = 0 }")
                .start();
        assertThat(broker.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(broker.exitValue()).isEqualTo(1);
        assertThat(Files.readString(place.folder().resolve("broker.log")))
                .contains("there is no setting parley.htp")
                .contains("parley.limits.in-flight-max must be 1 to 10000, was 0");
    }

    /** As a second installation on the same Cassandra. */
    private static String settings(UpProcess.Place place, SharedServer.Server server) {
        RunFile.Storage storage =
                RunFile.storage(server.place().data().resolve("run.json")).orElseThrow();
        return "parley { http.port = " + place.http() + ", cluster.port = " + place.cluster()
                + ", cassandra { contact-points = [\"" + storage.contactPoints().get(0) + "\"], username = "
                + storage.user().orElseThrow() + ", password-file = \""
                + storage.passwordFile().orElseThrow() + "\" } }";
    }

    private static ProcessBuilder broker(UpProcess.Place place, String settings) throws IOException {
        Path extensions = Files.createDirectories(place.folder().resolve("extensions"));
        unpack(extensions);
        Path conf = Files.writeString(extensions.resolve(ID).resolve("conf").resolve("parley.conf"), settings);
        assertThat(conf).exists();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
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
