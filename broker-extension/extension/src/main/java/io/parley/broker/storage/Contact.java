package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.Optional;

/**
 * Somebody in a user's list of contacts, as the user sees it.
 *
 * @param note of a request, else empty
 * @param since when it became so, Unix milliseconds
 * @param expiresAt when a request lapses, Unix milliseconds; 0 if it is none
 */
public record Contact(UserName peer, Kind kind, String note, long since, long expiresAt) {
    public enum Kind {
        CONTACT("contact"),
        INCOMING("incoming"),
        OUTGOING("outgoing"),
        BLOCKED("blocked");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
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

    /** How {@code user} sees a relation to {@code peer}; empty if there is none. A lapsed request is still one. */
    public static Optional<Contact> of(UserName user, UserName peer, Relation relation) {
        return switch (relation.state()) {
            case NONE -> Optional.empty();
            case CONTACTS -> Optional.of(new Contact(peer, Kind.CONTACT, "", relation.since(), 0));
            case REQUESTED ->
                Optional.of(new Contact(
                        peer,
                        user.equals(relation.by()) ? Kind.OUTGOING : Kind.INCOMING,
                        relation.note(),
                        relation.since(),
                        relation.expiresAt()));
        };
    }

    public boolean isLapsedAt(long nowMillis) {
        return expiresAt != 0 && nowMillis >= expiresAt;
    }
}
