package io.parley.broker.conversation;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.List;

/** The users of a conversation, and whether there are such users at all: asked once, before the first message. */
final class Members {
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final Step asking;
    private final List<UserName> users;
    private boolean known;
    private long absentUntil;

    Members(ConversationId id, ConversationEffects effects, ConversationSettings settings) {
        this.effects = effects;
        this.settings = settings;
        this.asking = new Step(settings);
        this.users = id.first().equals(id.second()) ? List.of(id.first()) : List.of(id.first(), id.second());
    }

    /** Two, or one in a chat with oneself. */
    List<UserName> users() {
        return users;
    }

    /** A conversation with messages has users. */
    void recovered(boolean withMessages) {
        known |= withMessages;
    }

    /** Whether both are known to exist; asks if not. */
    boolean areKnown(long now) {
        if (!known && asking.start(now)) {
            effects.findUsers();
        }
        return known;
    }

    void found(boolean exist, long now) {
        asking.succeeded();
        known = exist;
        absentUntil = exist ? 0 : now + settings.unknownUserMillis();
    }

    void findingFailed(long now) {
        asking.failed(now);
    }

    /** Whether one was missing a moment ago. */
    boolean areAbsentAt(long now) {
        return now < absentUntil;
    }

    /** Whether one was missing when last asked. */
    boolean wereAbsent() {
        return absentUntil != 0;
    }

    long retryAt() {
        return asking.retryAt();
    }
}
