package io.parley.protocol;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Which log, the same for everybody in it.
 *
 * <pre>
 *   chat/alice:bob         a direct chat, the two names in order; seen as chat/bob and chat/alice
 *   group/climbers         a group; seen the same by all
 *   amend/chat/alice:bob   the side log of a chat: edits, recalls, reactions; seen as amend/chat/bob and amend/chat/alice
 *   amend/group/climbers   the side log of a group
 * </pre>
 *
 * A side log is numbered by itself and never counts as unread; its messages are for whoever is in its {@link #subject}.
 *
 * @param value the canonical text, also the key in the store
 */
public record ConversationId(String value) implements Comparable<ConversationId> {
    private static final String CHAT = "chat/";
    private static final String GROUP = "group/";
    private static final String AMEND = "amend/";

    /** @throws IllegalArgumentException if {@code value} is not canonical */
    public ConversationId {
        Objects.requireNonNull(value);
        String subject = value.startsWith(AMEND) ? value.substring(AMEND.length()) : value;
        boolean canonical = subject.startsWith(GROUP)
                ? UserName.isValid(subject.substring(GROUP.length()))
                : subject.startsWith(CHAT) && isPair(subject.substring(CHAT.length()));
        if (!canonical) {
            throw new IllegalArgumentException("not a conversation id: " + value);
        }
    }

    private static boolean isPair(String names) {
        int colon = names.indexOf(':');
        return colon >= 0
                && UserName.isValid(names.substring(0, colon))
                && UserName.isValid(names.substring(colon + 1))
                && names.substring(0, colon).compareTo(names.substring(colon + 1)) <= 0;
    }

    /** The chat of two users, in whichever order they are given; of a user with themself if they are equal. */
    public static ConversationId chat(UserName one, UserName other) {
        return one.compareTo(other) <= 0
                ? new ConversationId(CHAT + one + ":" + other)
                : new ConversationId(CHAT + other + ":" + one);
    }

    public static ConversationId group(GroupName group) {
        return new ConversationId(GROUP + group);
    }

    /**
     * Reads what {@code viewer} writes on topics and in bodies: {@code chat/{peer}}, {@code group/{group}}, and either
     * behind {@code amend/}.
     */
    public static Optional<ConversationId> parse(String seen, UserName viewer) {
        if (seen.startsWith(AMEND)) {
            return parse(seen.substring(AMEND.length()), viewer)
                    .filter(subject -> !subject.isAmendments())
                    .map(ConversationId::amendments);
        }
        if (seen.startsWith(GROUP)) {
            return GroupName.parse(seen.substring(GROUP.length())).map(ConversationId::group);
        }
        return seen.startsWith(CHAT)
                ? UserName.parse(seen.substring(CHAT.length())).map(peer -> chat(viewer, peer))
                : Optional.empty();
    }

    /** Whether it is a side log. */
    public boolean isAmendments() {
        return value.startsWith(AMEND);
    }

    /** Whether it, or what it is the side log of, is a group. */
    public boolean isGroup() {
        return value.startsWith(GROUP, start());
    }

    /** The side log of this conversation; itself if it is one. */
    public ConversationId amendments() {
        return isAmendments() ? this : new ConversationId(AMEND + value);
    }

    /** What this is the side log of; itself if it is none. */
    public ConversationId subject() {
        return isAmendments() ? new ConversationId(value.substring(AMEND.length())) : this;
    }

    private int start() {
        return isAmendments() ? AMEND.length() : 0;
    }

    /** @throws IllegalArgumentException if it is a chat */
    public GroupName group() {
        if (!isGroup()) {
            throw new IllegalArgumentException(value + " is no group");
        }
        return new GroupName(value.substring(start() + GROUP.length()));
    }

    /** @throws IllegalArgumentException if it is a group */
    public UserName first() {
        return pair((first, second) -> first);
    }

    /** @throws IllegalArgumentException if it is a group */
    public UserName second() {
        return pair((first, second) -> second);
    }

    private UserName pair(BinaryOperator<UserName> choice) {
        if (isGroup()) {
            throw new IllegalArgumentException(value + " is no chat");
        }
        int colon = value.indexOf(':');
        return choice.apply(
                new UserName(value.substring(start() + CHAT.length(), colon)),
                new UserName(value.substring(colon + 1)));
    }

    /** Whether its name alone rules the user out: a chat of two others. Who is in a group, its owner knows. */
    public boolean mayConcern(UserName user) {
        String name = user.value();
        // asked for every message, so no names are made of the text; neither name has a colon in it
        return isGroup() || value.startsWith(name + ":", start() + CHAT.length()) || value.endsWith(":" + name);
    }

    /**
     * The other one of the two, or the user itself in a chat with themself.
     *
     * @throws IllegalArgumentException if {@code user} is not in this chat, or it is a group
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

    /** What {@code chat} makes of the other one of the two, or {@code group} of the group. */
    public <R> R match(UserName viewer, Function<UserName, R> chat, Function<GroupName, R> group) {
        return isGroup() ? group.apply(group()) : chat.apply(peerOf(viewer));
    }

    /** How {@code user} addresses it: the form used on topics and in JSON bodies; {@link #parse} reads it. */
    public String seenBy(UserName user) {
        return isGroup() ? value : value.substring(0, start()) + CHAT + peerOf(user);
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
