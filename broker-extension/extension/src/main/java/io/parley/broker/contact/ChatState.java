package io.parley.broker.contact;

import io.parley.broker.storage.Profile;
import io.parley.broker.storage.Relation;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.util.Optional;

/**
 * What decides who may write in a chat. A value, so that the owner can judge a message after others that are not
 * committed yet.
 *
 * @param first profile of the one whose name comes first
 * @param second of the other; the same in a chat with oneself
 * @param firstBlocks whether the first one blocks the other
 */
public record ChatState(
        ConversationId chat,
        Profile first,
        Profile second,
        boolean firstBlocks,
        boolean secondBlocks,
        Relation relation) {
    /** Says nothing more: who is blocked is not to know it from somebody who wants no strangers. */
    static final Refusal NOT_DELIVERED = new Refusal(Reason.NOT_DELIVERED, "it cannot be delivered");

    /** Of two who never heard of each other, and never set anything. */
    public static ChatState strangers(ConversationId chat) {
        return new ChatState(
                chat, Profile.initial(chat.first()), Profile.initial(chat.second()), false, false, Relation.STRANGERS);
    }

    ChatState with(Relation other) {
        return new ChatState(chat, first, second, firstBlocks, secondBlocks, other);
    }

    /** Why {@code from} may not write a message now; empty if they may. */
    Optional<Refusal> refusalOfMessage(UserName from) {
        if (isAlone()) {
            return Optional.empty();
        }
        return refusalOfBlocks(from)
                .or(() -> peerOf(from).writable().includes(relation.isContacts())
                        ? Optional.empty()
                        : Optional.of(NOT_DELIVERED));
    }

    /**
     * Why {@code from} may not make this change now; empty if they may. A policy is no hindrance, since to ask is the way to
     * become a contact. Neither is a block to whoever lets go: they would be left with a contact they cannot remove.
     *
     * @param now Unix milliseconds
     */
    Optional<Refusal> refusalOf(Change change, UserName from, long now) {
        if (isAlone()) {
            return Optional.of(new Refusal(Reason.NOT_ALLOWED, "nobody is a contact of their own"));
        }
        Optional<Refusal> blocked = isLettingGo(change.kind()) ? Optional.empty() : refusalOfBlocks(from);
        return blocked.or(() -> ContactPair.refusal(relation, from, change, now));
    }

    /** After a committed change; see {@link ContactPair#after}. One that is no newer than the relation changes nothing. */
    ChatState after(Change change, UserName from, long at, long seq) {
        return seq <= relation.version() ? this : with(ContactPair.after(relation, from, change, at, seq));
    }

    private Optional<Refusal> refusalOfBlocks(UserName from) {
        boolean isFirst = from.equals(first.user());
        if (isFirst ? secondBlocks : firstBlocks) {
            return Optional.of(NOT_DELIVERED);
        }
        return (isFirst ? firstBlocks : secondBlocks)
                ? Optional.of(new Refusal(Reason.NOT_ALLOWED, "unblock " + chat.peerOf(from) + " first"))
                : Optional.empty();
    }

    private static boolean isLettingGo(Change.Kind kind) {
        return kind == Change.Kind.ENDED || kind == Change.Kind.WITHDRAWN || kind == Change.Kind.REJECTED;
    }

    private Profile peerOf(UserName user) {
        return user.equals(first.user()) ? second : first;
    }

    private boolean isAlone() {
        return first.user().equals(second.user());
    }
}
