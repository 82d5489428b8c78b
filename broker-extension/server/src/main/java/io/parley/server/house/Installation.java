package io.parley.server.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the built parts lie.
 *
 * @param home the checkout
 */
public record Installation(Path home) {
    /** Set by the script {@code parley}. */
    public static final String HOME_PROPERTY = "parley.home";

    public static Installation ofProcess() {
        return new Installation(Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath());
    }

    Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    Path cassandraLib() {
        return module("cassandra-node").resolve("lib");
    }

    Path brokerLib() {
        return module("broker-node").resolve("lib");
    }

    /** The unpacked extension, as it lies in the zip. */
    Path extension() {
        return module("extension").resolve("parley-extension");
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Path part : List.of(cassandraLib(), brokerLib(), extension())) {
            if (!Files.isDirectory(part)) {
                faults.add(part + " is missing: build it with ./parley or mvn package");
            }
        }
        return List.copyOf(faults);
    }

    private Path module(String name) {
        return home.resolve("broker-extension").resolve(name).resolve("target");
    }
}
