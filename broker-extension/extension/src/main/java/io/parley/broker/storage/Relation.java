package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What two users are to each other, as of a message of their chat.
 *
 * @param by who asked, if {@link State#REQUESTED}, else null
 * @param note what came with the request, else empty
 * @param expiresAt when the request lapses, Unix milliseconds; 0 if it is none
 * @param since time of the message that made it so, Unix milliseconds
 * @param version seq of that message; 0 if there never was one
 */
public record Relation(State state, @Nullable UserName by, String note, long expiresAt, long since, long version) {
    public enum State {
        NONE("none"),
        REQUESTED("requested"),
        CONTACTS("contacts");

        private final String code;

        State(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** @throws IllegalArgumentException if it is none of {@link #code} */
        public static State ofCode(String code) {
            for (State state : values()) {
                if (state.code.equals(code)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("unknown state " + code);
        }
    }

    public static final Relation STRANGERS = new Relation(State.NONE, null, "", 0, 0, 0);

    public Relation {
        if ((state == State.REQUESTED) != (by != null) || expiresAt < 0 || since < 0 || version < 0) {
            throw new IllegalArgumentException(
                    state + " by " + by + ", expiresAt " + expiresAt + ", since " + since + ", version " + version);
        }
    }

    public static Relation none(long since, long version) {
        return new Relation(State.NONE, null, "", 0, since, version);
    }

    public static Relation requested(UserName by, String note, long expiresAt, long since, long version) {
        return new Relation(State.REQUESTED, Objects.requireNonNull(by), note, expiresAt, since, version);
    }

    public static Relation contacts(long since, long version) {
        return new Relation(State.CONTACTS, null, "", 0, since, version);
    }

    public boolean isContacts() {
        return state == State.CONTACTS;
    }

    /** Whether a request waits for its answer. */
    public boolean isPendingAt(long nowMillis) {
        return state == State.REQUESTED && nowMillis < expiresAt;
    }
}
