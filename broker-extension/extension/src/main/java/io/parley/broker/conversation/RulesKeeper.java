package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Tail;
import io.parley.protocol.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees to it that the rules of a conversation are loaded, fresh and saved. Part of {@link Conversation}. */
final class RulesKeeper {
    private final Rules rules;
    private final ConversationEffects effects;
    private final ConversationSettings settings;
    private final Step loading;
    private final Step saving;
    private final List<Runnable> refreshed = new ArrayList<>();
    private final List<Runnable> refreshing = new ArrayList<>();
    /** Blocks whose changes the rules may not have, null if there are none. */
    private @Nullable List<Block> tail;

    private boolean loaded;
    private long freshUntil;
    private boolean wanted;
    private long absentUntil;
    private @Nullable Reason absence;

    RulesKeeper(Rules rules, ConversationEffects effects, ConversationSettings settings) {
        this.rules = rules;
        this.effects = effects;
        this.settings = settings;
        this.loading = new Step(settings);
        this.saving = new Step(settings);
    }

    /** A conversation with messages needs no proof that its users exist. */
    void recovered(Tail found) {
        tail = found.blocks();
        apply();
    }

    private void apply() {
        List<Block> unapplied = tail;
        if (loaded && unapplied != null && rules.mayRecover()) {
            tail = null;
            rules.recovered(unapplied);
        }
    }

    /** Whether the rules are loaded and have every change of the log. */
    boolean areComplete() {
        apply();
        return loaded && tail == null;
    }

    /** Whether a message may be judged; starts what is missing. */
    boolean mayJudge(long now) {
        boolean stale = rules.growStale() && (now >= freshUntil || freshUntil - now > settings.rulesFreshMillis());
        if (!loaded || wanted || stale) {
            load(now);
        }
        // what is being loaded may be older than a change made meanwhile, so none is made
        return isFresh(now);
    }

    /** Whether a message may be judged; starts nothing that would overtake a change that is being written. */
    boolean isFresh(long now) {
        return !loading.isRunning() && areComplete() && !wanted && rules.isReady() && isSaved(now);
    }

    void load(long now) {
        if (loading.start(now)) {
            wanted = false;
            refreshing.addAll(refreshed);
            refreshed.clear();
            effects.loadRules();
        }
    }

    /** Nothing is judged any more by what is loaded now; {@code done} is told when something newer is. */
    void refresh(Runnable done) {
        if (refreshed.size() >= settings.earlyQuestionsMax()) {
            return;
        }
        wanted = true;
        refreshed.add(done);
    }

    boolean isLoaded() {
        return loaded;
    }

    /** Somebody else has been the owner: nothing we know is certain any more. */
    void reset() {
        loaded = false;
        tail = null;
    }

    /** Loads what somebody waits for. Not while a change is being written. */
    void go(long now) {
        if (wanted) {
            load(now);
        }
    }

    void loaded(long now) {
        loading.succeeded();
        loaded = true;
        freshUntil = now + settings.rulesFreshMillis();
        apply();
        absence = rules.absence();
        absentUntil = absence == null ? 0 : now + settings.unknownUserMillis();
        refreshing.forEach(Runnable::run);
        refreshing.clear();
    }

    void loadFailed(long now) {
        loading.failed(now);
        wanted |= !refreshing.isEmpty();
        refreshed.addAll(refreshing);
        refreshing.clear();
    }

    /** Whether nothing of the rules is only in the log; starts saving. */
    boolean isSaved(long now) {
        if (!rules.hasUnsaved()) {
            return true;
        }
        if (saving.start(now)) {
            effects.saveRules();
        }
        return false;
    }

    void saved() {
        saving.succeeded();
        rules.saved();
    }

    void saveFailed(long now) {
        saving.failed(now);
    }

    /** Why everything is refused at the moment, null if not. Believed for a moment only. */
    @Nullable Reason absenceAt(long now) {
        return now < absentUntil ? absence : null;
    }

    /** Absent: after the moment it is believed, it is asked again. */
    void forgetAbsence(long now) {
        if (absence != null && now >= absentUntil) {
            loaded = false;
        }
    }

    boolean wereAbsent() {
        return absence != null;
    }

    boolean isIdle() {
        return !saving.isRunning() && !rules.hasUnsaved() && refreshing.isEmpty() && refreshed.isEmpty();
    }

    long retryAt() {
        return Math.min(loading.retryAt(), saving.retryAt());
    }
}
