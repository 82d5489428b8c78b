package io.parley.simulator.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this Parley lies: the folder with the {@code parley} script and the built modules. */
public final class Home {
    private Home() {}

    /** {@code -Dparley.home}, or the nearest folder at or above the working directory that has the script. */
    public static Path find() throws IOException {
        Optional<String> told = Optional.ofNullable(System.getProperty("parley.home"));
        if (told.isPresent()) {
            return Path.of(told.get()).toAbsolutePath();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("parley")) && Files.isDirectory(folder.resolve("simulator"))) {
                return folder;
            }
        }
        throw new IOException("there is no ./parley here or above; run this from the project folder");
    }
}
