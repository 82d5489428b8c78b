package io.parley.simulator.bench;

import io.parley.simulator.stack.Child;
import io.parley.simulator.stack.Home;
import io.parley.simulator.stack.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program on the server's class path, in a process of its own, that says its results as lines {@code name=number}. */
final class ServerTool {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private ServerTool() {}

    static Map<String, Double> run(Class<?> main, Path folder, List<String> arguments)
            throws IOException, InterruptedException {
        Path libraries = Home.find().resolve("broker-extension/server/target/lib");
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.executable(),
                "-Xmx512m",
                "-cp",
                libraries + File.separator + "*" + File.pathSeparator + JavaCommand.ownPlace(),
                main.getName()));
        command.addAll(arguments);
        Path log = folder.resolve(main.getSimpleName() + ".log");
        Map<String, Double> said = new HashMap<>();
        try (Child child = Child.startTalking(command, folder, log)) {
            String text = new String(child.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = child.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || child.process().exitValue() != 0) {
                throw new IOException(main.getSimpleName() + " failed, see " + log);
            }
            text.lines().filter(it -> it.contains("=")).forEach(it -> {
                int at = it.indexOf('=');
                said.put(it.substring(0, at), Double.valueOf(it.substring(at + 1)));
            });
        }
        return said;
    }
}
