package io.parley.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts flags over file over defaults, and judges the result as a whole. Collects every fault before it says no.
 *
 * <p>A file is HOCON: the words of {@link Key}, and a block {@code extension { … }} that is handed on to the extension.
 */
public final class SettingsReader {
    private static final String EXTENSION = "extension";

    private final List<String> faults = new ArrayList<>();
    private Config extension = ConfigFactory.empty();

    private SettingsReader() {}

    /** What reading came to: settings, or every fault found. */
    public record Parsed(Optional<Settings> settings, List<String> faults) {}

    /**
     * @param flags as typed; only those that were
     * @param file a HOCON file, if one was named
     * @param strangers arguments nobody knows; each is a fault
     */
    public static Parsed read(Map<Key, String> flags, Optional<Path> file, List<String> strangers) {
        SettingsReader reader = new SettingsReader();
        strangers.forEach(stranger -> reader.faults.add("'" + stranger + "' is not an option"));
        Map<Key, String> merged = new EnumMap<>(Key.class);
        file.ifPresent(path -> merged.putAll(reader.file(path)));
        merged.putAll(flags);
        Optional<Settings> settings = new SettingsJudge(merged, reader.extension, reader.faults).settings();
        return new Parsed(reader.faults.isEmpty() ? settings : Optional.empty(), List.copyOf(reader.faults));
    }

    private Map<Key, String> file(Path path) {
        if (!Files.isReadable(path)) {
            faults.add("--config " + path + " cannot be read");
            return Map.of();
        }
        try {
            return entries(ConfigFactory.parseFile(path.toFile()).resolve().root());
        } catch (ConfigException unreadable) {
            faults.add("--config " + unreadable.getMessage());
            return Map.of();
        }
    }

    private Map<Key, String> entries(ConfigObject root) {
        Map<Key, String> entries = new EnumMap<>(Key.class);
        for (Map.Entry<String, ConfigValue> entry : root.entrySet()) {
            ConfigValue value = entry.getValue();
            if (entry.getKey().equals(EXTENSION) && value instanceof ConfigObject block) {
                extension = block.toConfig();
                continue;
            }
            Optional<Key> key = Key.parse(entry.getKey());
            if (key.isEmpty()) {
                faults.add(value.origin().description() + ": '" + entry.getKey() + "' is not a setting");
            } else {
                entries.put(key.get(), text(value));
            }
        }
        return entries;
    }

    private static String text(ConfigValue value) {
        if (value.valueType() == ConfigValueType.LIST && value.unwrapped() instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return String.valueOf(value.unwrapped());
    }
}
