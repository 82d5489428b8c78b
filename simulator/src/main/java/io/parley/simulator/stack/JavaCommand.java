package io.parley.simulator.stack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs like this one. */
public final class JavaCommand {
    private JavaCommand() {}

    public static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The jar or folder these classes are in. */
    public static Path ownPlace() throws IOException {
        try {
            return Path.of(JavaCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("these classes are in no file", e);
        }
    }

    /** Another main class on this process's own class path. */
    public static List<String> ofThisClassPath(List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return command;
    }
}
