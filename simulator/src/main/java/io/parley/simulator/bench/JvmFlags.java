package io.parley.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of a running JVM that change how fast it is. */
final class JvmFlags {
    private JvmFlags() {}

    static List<String> of(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
        return of(List.of(line.split("\0")));
    }

    static List<String> of(List<String> command) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            String argument = command.get(i);
            if (argument.startsWith("-X") || argument.startsWith("-Dio.netty.") || argument.startsWith("--add-")) {
                flags.add(argument);
                if (argument.startsWith("--add-") && argument.indexOf('=') < 0 && i + 1 < command.size()) {
                    flags.add(command.get(++i));
                }
            }
        }
        return flags;
    }
}
