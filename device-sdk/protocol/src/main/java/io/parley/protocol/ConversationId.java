package io.parley.protocol;

import java.util.Objects;

/**
 * Which conversation, the same for everybody in it. A direct chat is {@code chat/alice:bob} with the two names in
 * order; its members see it as {@code chat/bob} and {@code chat/alice}.
 *
 * @param value the canonical text, also the key in the store
 */
public record ConversationId(String value) implements Comparable<ConversationId> {
    private static final String CHAT = "chat/";

    /** @throws IllegalArgumentException if {@code value} is not canonical */
    public ConversationId {
        Objects.requireNonNull(value);
        int colon = value.indexOf(':');
        if (!value.startsWith(CHAT)
                || colon < 0
                || !UserName.isValid(value.substring(CHAT.length(), colon))
                || !UserName.isValid(value.substring(colon + 1))
                || value.substring(CHAT.length(), colon).compareTo(value.substring(colon + 1)) > 0) {
            throw new IllegalArgumentException("not a conversation id: " + value);
        }
    }

    /** The chat of two users, in whichever order they are given; of a user with themself if they are equal. */
    public static ConversationId chat(UserName one, UserName other) {
        return one.compareTo(other) <= 0
                ? new ConversationId(CHAT + one + ":" + other)
                : new ConversationId(CHAT + other + ":" + one);
    }

    public UserName first() {
        return new UserName(value.substring(CHAT.length(), value.indexOf(':')));
    }

    public UserName second() {
        return new UserName(value.substring(value.indexOf(':') + 1));
    }

    public boolean has(UserName user) {
        return user.equals(first()) || user.equals(second());
    }

    /**
     * The other one of the two, or the user itself in a chat with themself.
     *
     * @throws IllegalArgumentException if {@code user} is not in this conversation
     */
    public UserName peerOf(UserName user) {
        if (user.equals(first())) {
            return second();
        }
        if (user.equals(second())) {
            return first();
        }
        throw new IllegalArgumentException(user + " is not in " + value);
    }

    /** How {@code user} addresses it: {@code chat/{peer}}, the form used on topics and in JSON bodies. */
    public String seenBy(UserName user) {
        return CHAT + peerOf(user);
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
