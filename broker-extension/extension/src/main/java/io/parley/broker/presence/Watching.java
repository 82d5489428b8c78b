package io.parley.broker.presence;

import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users one connection watches, and what it was told of each. Before every telling the right to see it is looked up
 * again; without it nothing is said, and what changes meanwhile is told when the right is back. One thread at a time.
 */
public final class Watching {
    /** What it wants done. */
    public interface Host {
        /** May the viewer see this user? Answered by {@link #checked} or {@link #checkFailed}. */
        void check(UserName user);

        void send(UserName user, Presence presence);

        /** The user's entity is to know that somebody watches; answered by {@link #told}. */
        void watch(UserName user);

        void unwatch(UserName user);
    }

    private static final class Watched {
        private @Nullable Presence newest;
        private @Nullable Presence sent;
        /** What is being checked. */
        private @Nullable Presence checking;
    }

    private final Host host;
    private final Map<UserName, Watched> watched = new LinkedHashMap<>();

    public Watching(Host host) {
        this.host = host;
    }

    /** Who is watched. */
    public Set<UserName> users() {
        return watched.keySet();
    }

    /** Tells where the user stands, also if it was told before: a subscription was made, perhaps again. */
    public void watch(UserName user) {
        Watched it = watched.computeIfAbsent(user, fresh -> new Watched());
        it.sent = null;
        host.watch(user);
    }

    public void unwatch(UserName user) {
        if (watched.remove(user) != null) {
            host.unwatch(user);
        }
    }

    /** The user's entity is to be told again: it may have forgotten, or its word may have been lost. */
    public void heartbeat() {
        watched.keySet().forEach(host::watch);
    }

    /** As {@link #heartbeat}, of one. */
    public void forgotten(UserName user) {
        if (watched.containsKey(user)) {
            host.watch(user);
        }
    }

    /** From the user's entity. */
    public void told(UserName user, Presence presence) {
        Watched it = watched.get(user);
        if (it == null) {
            host.unwatch(user);
            return;
        }
        it.newest = presence;
        check(user, it);
    }

    private void check(UserName user, Watched it) {
        if (it.checking == null && it.newest != null && !looksSame(it.newest, it.sent)) {
            it.checking = it.newest;
            host.check(user);
        }
    }

    /** While a user is online, since when is no news. */
    private static boolean looksSame(Presence one, @Nullable Presence other) {
        return other != null && one.online() == other.online() && (one.online() || one.at() == other.at());
    }

    public void checked(UserName user, boolean allowed) {
        Watched it = watched.get(user);
        if (it == null || it.checking == null) {
            return;
        }
        Presence checked = it.checking;
        it.checking = null;
        if (!allowed) {
            it.sent = null;
        } else if (checked.equals(it.newest)) {
            it.sent = checked;
            host.send(user, checked);
        } else {
            check(user, it);
        }
    }

    /** Nobody can say; the next heartbeat asks again. */
    public void checkFailed(UserName user) {
        Watched it = watched.get(user);
        if (it != null) {
            it.checking = null;
        }
    }
}
