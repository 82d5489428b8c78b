package io.parley.broker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads values and collects what is wrong with them instead of stopping at the first. After a fault it hands out something
 * of the right type that nobody will use, since a reader with faults must not be believed.
 */
final class SettingsReader {
    private final Config config;
    private final List<String> faults;

    /** @param faults gets a line for each fault, naming key, value and bound */
    SettingsReader(Config config, List<String> faults) {
        this.config = config;
        this.faults = faults;
    }

    String text(String key) {
        String value = read(key, config::getString, "");
        if (value.isBlank()) {
            fault(key, "must not be empty");
        }
        return value;
    }

    /** Empty if the value is null. */
    Optional<String> optionalText(String key) {
        return read(
                key,
                it -> config.getIsNull(it) ? Optional.<String>empty() : Optional.of(config.getString(it)),
                Optional.empty());
    }

    boolean flag(String key) {
        return read(key, config::getBoolean, false);
    }

    List<String> texts(String key) {
        return read(key, config::getStringList, List.of());
    }

    int number(String key, int min, int max) {
        int value = read(key, config::getInt, min);
        if (value < min || value > max) {
            fault(key, "must be " + min + " to " + max + ", was " + value);
            return min;
        }
        return value;
    }

    long bytes(String key, long min, long max) {
        long value = read(key, config::getBytes, min);
        if (value < min || value > max) {
            fault(key, "must be " + min + " to " + max + " bytes, was " + value);
            return min;
        }
        return value;
    }

    Duration duration(String key, Duration min, Duration max) {
        Duration value = read(key, config::getDuration, min);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            fault(key, "must be " + min.toMillis() + " ms to " + max.toMillis() + " ms, was " + value.toMillis());
            return min;
        }
        return value;
    }

    <T> T read(String key, Function<String, T> getter, T unusable) {
        try {
            return getter.apply(key);
        } catch (ConfigException | IllegalArgumentException wrong) {
            faults.add(String.valueOf(wrong.getMessage()));
            return unusable;
        }
    }

    void fault(String key, String what) {
        faults.add(origin(key) + "parley." + key + " " + what);
    }

    private String origin(String key) {
        return config.hasPathOrNull(key) && !config.getIsNull(key)
                ? config.getValue(key).origin().description() + ": "
                : "";
    }
}
