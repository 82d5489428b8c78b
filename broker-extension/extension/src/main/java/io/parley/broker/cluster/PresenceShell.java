package io.parley.broker.cluster;

import io.parley.broker.presence.PresenceParts;
import io.parley.broker.presence.UserPresence;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a {@link UserActor} that tells others whether the user is online. The actor's thread only. */
final class PresenceShell implements UserPresence.Effects {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceShell.class);

    /** Questions that wait for what is stored; more find no answer and time out. */
    private static final int ASKERS_MAX = 1_000;

    private final ActorContext<UserMessage> context;
    private final TimerScheduler<UserMessage> timers;
    private final UserName user;
    private final PresenceParts parts;
    private final Clock clock;
    private final UserPresence presence;
    private final Set<ActorRef<WatcherMessage>> watchers = new HashSet<>();
    private final List<ActorRef<WatcherMessage>> askers = new ArrayList<>();
    private long wakeAt = Long.MAX_VALUE;

    PresenceShell(
            ActorContext<UserMessage> context,
            TimerScheduler<UserMessage> timers,
            UserName user,
            PresenceParts parts,
            Clock clock) {
        this.context = context;
        this.timers = timers;
        this.user = user;
        this.parts = parts;
        this.clock = clock;
        this.presence = new UserPresence(parts.settings(), this);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    /** @param some whether any session is there */
    void sessions(boolean some) {
        if (some) {
            presence.session(clock.millis());
        } else {
            presence.noSession(clock.millis());
        }
        wakeInTime();
    }

    /** It is told where things stand on every heartbeat: the last word may have been lost. */
    void watch(ActorRef<WatcherMessage> watcher) {
        boolean room = watchers.size() < parts.settings().watchersMax();
        if (room && watchers.add(watcher)) {
            context.watch(watcher);
        }
        answer(watcher, room);
    }

    void unwatch(ActorRef<?> watcher) {
        if (watchers.removeIf(watcher::equals)) {
            context.unwatch(watcher);
        }
    }

    void ask(ActorRef<WatcherMessage> asker) {
        answer(asker, false);
    }

    private void answer(ActorRef<WatcherMessage> asker, boolean watches) {
        presence.now().ifPresentOrElse(now -> asker.tell(new WatcherMessage.Told(user, now)), () -> {
            if (!watches && askers.size() < ASKERS_MAX) {
                askers.add(asker);
            }
            presence.wanted();
        });
    }

    void loaded(UserMessage.PresenceLoaded it) {
        if (it.stored() != null) {
            presence.loaded(it.stored(), clock.millis());
        } else {
            presence.loadFailed(clock.millis());
        }
        wakeInTime();
    }

    void due() {
        wakeAt = Long.MAX_VALUE;
        presence.tick(clock.millis());
        wakeInTime();
    }

    /** Its successor, on another node, does not know who watches. */
    void stopped() {
        watchers.forEach(watcher -> watcher.tell(new WatcherMessage.Forgotten(user)));
    }

    private void wakeInTime() {
        long dueAt = presence.dueAt();
        if (dueAt != wakeAt && dueAt != Long.MAX_VALUE) {
            wakeAt = dueAt;
            UserMessage.PresenceDue due = new UserMessage.PresenceDue(user);
            timers.startSingleTimer(due, due, Duration.ofMillis(Math.max(1, dueAt - clock.millis())));
        }
    }

    @Override
    public void load() {
        context.pipeToSelf(parts.store().find(user), (stored, failure) -> {
            if (failure != null) {
                LOG.debug("reading the presence of {} failed, it will be tried again", user, failure);
            }
            return new UserMessage.PresenceLoaded(user, stored);
        });
    }

    @Override
    public void save(Presence now) {
        parts.store().save(user, now).exceptionally(failure -> {
            LOG.debug("the presence of {} is not stored", user, failure);
            return null;
        });
    }

    @Override
    public void tell(Presence now) {
        WatcherMessage.Told told = new WatcherMessage.Told(user, now);
        watchers.forEach(watcher -> watcher.tell(told));
        askers.forEach(asker -> asker.tell(told));
        askers.clear();
    }
}
