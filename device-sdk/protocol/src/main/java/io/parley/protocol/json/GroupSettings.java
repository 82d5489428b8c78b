package io.parley.protocol.json;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a group is set; in a change, what is null stays as it is.
 *
 * @param title what people call it, 1 to {@value #TITLE_LENGTH_MAX} characters
 * @param announceOnly whether only owners and admins may write
 * @param join who gets in without being asked
 * @param history what newcomers see of what was before
 * @param historyCount how many messages, with {@link History#LAST}: 1 to {@value #HISTORY_COUNT_MAX}
 * @param retentionSeconds how long its messages are kept, from acceptance; 0 for ever
 */
public record GroupSettings(
        @Nullable String title,
        @Nullable Boolean announceOnly,
        @Nullable Join join,
        @Nullable History history,
        @Nullable Integer historyCount,
        @Nullable Long retentionSeconds) {
    public static final int TITLE_LENGTH_MAX = 100;
    public static final int HISTORY_COUNT_MAX = 10_000;
    public static final long RETENTION_SECONDS_MAX = 10L * 366 * 24 * 3600;

    public static final GroupSettings NOTHING = new GroupSettings(null, null, null, null, null, null);

    public enum Join {
        /** Everybody may join. */
        OPEN,
        /** Everybody may ask; an admin approves. */
        APPROVAL,
        /** Only whom an admin adds or invites. */
        INVITE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Join> ofCode(String code) {
            return Enums.ofCode(values(), code);
        }
    }

    public enum History {
        /** From their joining on. */
        JOINED,
        ALL,
        /** The newest {@link GroupSettings#historyCount()}. */
        LAST;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<History> ofCode(String code) {
            return Enums.ofCode(values(), code);
        }
    }

    public GroupSettings {
        if (title != null && (title.isBlank() || title.length() > TITLE_LENGTH_MAX)) {
            throw new IllegalArgumentException("title must have 1 to " + TITLE_LENGTH_MAX + " characters");
        }
        if (historyCount != null && (historyCount < 1 || historyCount > HISTORY_COUNT_MAX)) {
            throw new IllegalArgumentException("historyCount must be 1 to " + HISTORY_COUNT_MAX);
        }
        if (retentionSeconds != null && (retentionSeconds < 0 || retentionSeconds > RETENTION_SECONDS_MAX)) {
            throw new IllegalArgumentException("retentionSeconds must be 0 to " + RETENTION_SECONDS_MAX);
        }
    }

    /** This with whatever {@code change} sets. */
    public GroupSettings with(GroupSettings change) {
        return new GroupSettings(
                change.title != null ? change.title : title,
                change.announceOnly != null ? change.announceOnly : announceOnly,
                change.join != null ? change.join : join,
                change.history != null ? change.history : history,
                change.historyCount != null ? change.historyCount : historyCount,
                change.retentionSeconds != null ? change.retentionSeconds : retentionSeconds);
    }

    private static final class Enums {
        static <E extends Enum<E>> Optional<E> ofCode(E[] values, String code) {
            for (E value : values) {
                if (value.name().toLowerCase(Locale.ROOT).equals(code)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }
    }
}
