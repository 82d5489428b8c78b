package io.parley.cli.track;

import io.parley.cli.account.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as they are typed: {@code 2026-05-01T18:00:00Z}, {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
final class Moments {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private Moments() {}

    static Duration length(String typed) {
        Matcher it = LENGTH.matcher(typed);
        if (!it.matches()) {
            throw new UsageException("a length of time is such as 90s, 30m, 2h, 1d; given: " + typed);
        }
        long count = Long.parseLong(it.group(1));
        return switch (it.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static Instant instant(String typed) {
        try {
            return Instant.parse(typed);
        } catch (DateTimeParseException e) {
            throw new UsageException("a time is such as 2026-05-01T18:00:00Z; given: " + typed);
        }
    }

    /** A time, or how long before now. */
    static Instant since(String typed, Instant now) {
        return LENGTH.matcher(typed).matches() ? now.minus(length(typed)) : instant(typed);
    }

    static String words(long unixMillis) {
        return Instant.ofEpochMilli(unixMillis).toString();
    }
}
