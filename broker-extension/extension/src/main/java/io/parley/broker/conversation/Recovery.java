package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Tail;
import org.jspecify.annotations.Nullable;

/** What a new owner must know before it can say anything: the tail of the log, and mostly the rules. Part of {@link Conversation}. */
final class Recovery {
    private final Rules rules;
    private final RulesKeeper keeper;
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final Step reading;
    /** What was read and waits for the rules. */
    private @Nullable Tail found;

    Recovery(Rules rules, RulesKeeper keeper, ConversationEffects effects, ConversationSettings settings) {
        this.rules = rules;
        this.keeper = keeper;
        this.effects = effects;
        this.settings = settings;
        this.reading = new Step(settings);
    }

    /** The tail once everything is known, and never again; asks for what is not. */
    @Nullable Tail take(long now) {
        Tail read = found;
        boolean rulesNeeded = read == null ? rules.neededToOpen() : areRulesNeeded(read);
        if (rulesNeeded && !keeper.isLoaded()) {
            keeper.load(now);
        }
        if (read == null && reading.start(now)) {
            effects.readTail(settings.recoverMessagesMin());
        }
        if (read == null || (rulesNeeded && !keeper.areComplete())) {
            return null;
        }
        found = null;
        return read;
    }

    private boolean areRulesNeeded(Tail read) {
        Block newest = LogEnd.newestOf(read);
        return newest == null ? rules.neededToOpen() : rules.neededToOpenAfter(newest);
    }

    void read(Tail tail) {
        reading.succeeded();
        keeper.recovered(tail);
        found = tail;
    }

    void failed(long now) {
        reading.failed(now);
    }

    /** Somebody else has been the owner: nothing we know is certain any more. */
    void reset() {
        keeper.reset();
        found = null;
    }

    long retryAt() {
        return reading.retryAt();
    }
}
