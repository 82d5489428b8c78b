package io.parley.protocol.json;

import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a conversation: content of a message with type {@link io.parley.protocol.ContentTypes#CHANGE}, with a
 * seq of its own, so that everybody sees it at the same place. Who did it is the message's sender.
 *
 * <pre>{"change":"removed","users":["bob"]}</pre>
 *
 * @param users whom it concerns, other than the sender; at most {@value #USERS_MAX}
 * @param role {@link Kind#ROLE}: {@code owner}, {@code admin} or {@code member}
 * @param until Unix milliseconds: when a mute ends (0: it has ended), when a request lapses; 0 if there is no such time
 * @param note of a request, at most {@value #NOTE_LENGTH_MAX} characters; empty if none
 * @param settings {@link Kind#CREATED} and {@link Kind#SETTINGS}: what is set, else null
 */
public record Change(
        Kind kind,
        List<UserName> users,
        @Nullable String role,
        long until,
        String note,
        @Nullable GroupSettings settings) {
    public static final int USERS_MAX = 500;
    public static final int NOTE_LENGTH_MAX = 500;

    /** The first block is of groups, the second of chats. */
    public enum Kind {
        CREATED("created"),
        ADDED("added"),
        INVITED("invited"),
        JOINED("joined"),
        DECLINED("declined"),
        ASKED("asked"),
        APPROVED("approved"),
        REFUSED("refused"),
        LEFT("left"),
        REMOVED("removed"),
        ROLE("role"),
        TRANSFERRED("transferred"),
        MUTED("muted"),
        SETTINGS("settings"),
        DISSOLVED("dissolved"),

        REQUESTED("contact-requested"),
        WITHDRAWN("contact-withdrawn"),
        ACCEPTED("contact-accepted"),
        REJECTED("contact-rejected"),
        ENDED("contact-ended");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public boolean isOfGroups() {
            return compareTo(DISSOLVED) <= 0;
        }

        public static Optional<Kind> ofCode(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public Change {
        users = List.copyOf(users);
        if (users.size() > USERS_MAX || note.length() > NOTE_LENGTH_MAX || until < 0) {
            throw new IllegalArgumentException(
                    users.size() + " users, note of " + note.length() + " characters, until " + until);
        }
    }

    public static Change of(Kind kind, UserName... users) {
        return new Change(kind, List.of(users), null, 0, "", null);
    }
}
