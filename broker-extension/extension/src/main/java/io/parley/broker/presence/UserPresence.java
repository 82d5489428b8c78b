package io.parley.broker.presence;

import io.parley.broker.storage.Presence;
import java.util.Optional;

/**
 * Whether one user is online, as others are told. Online is told at once; offline after some time without any session, so
 * that a flap in between is not seen. One thread at a time; time is given.
 *
 * <pre>
 * UNKNOWN ──wanted──▶ LOADING ──stored as offline──▶ OFFLINE
 *    │                   │ stored as online             │ ▲
 *    │ session           ▼                      session │ │ 10 s without one
 *    └─────▶ ONLINE ◀─session── LINGERING ──────────────┼─┘
 *              ▲ └──no session──────▲                   │
 *              └────────────────────────────────────────┘
 * </pre>
 *
 * What is stored is only for a successor that has not yet heard of any session: it was told so last, and is right if a
 * session says so in time.
 */
public final class UserPresence {
    private static final long RETRY_MILLIS = 1_000;

    /** What it wants done. */
    public interface Effects {
        /** Read what is stored; answered by {@link #loaded} or {@link #loadFailed}. */
        void load();

        void save(Presence presence);

        /** To all who watch or wait. */
        void tell(Presence presence);
    }

    private enum State {
        UNKNOWN,
        LOADING,
        ONLINE,
        LINGERING,
        OFFLINE
    }

    private final PresenceSettings settings;
    private final Effects effects;
    private State state = State.UNKNOWN;
    /** When the user was last known to be online, Unix milliseconds; only grows, so that the newest is the last stored. */
    private long at;

    private long dueAt = Long.MAX_VALUE;

    public UserPresence(PresenceSettings settings, Effects effects) {
        this.settings = settings;
        this.effects = effects;
    }

    /** Empty while nobody knows; {@link #wanted} finds out. */
    public Optional<Presence> now() {
        return switch (state) {
            case UNKNOWN, LOADING -> Optional.empty();
            case ONLINE, LINGERING -> Optional.of(new Presence(true, at));
            case OFFLINE -> Optional.of(new Presence(false, at));
        };
    }

    /** When to call {@link #tick} at the latest, Unix milliseconds; {@link Long#MAX_VALUE} for never. */
    public long dueAt() {
        return dueAt;
    }

    /** Somebody wants to know and nobody does. */
    public void wanted() {
        if (state == State.UNKNOWN) {
            state = State.LOADING;
            dueAt = Long.MAX_VALUE;
            effects.load();
        }
    }

    public void loaded(Presence stored, long now) {
        if (state != State.LOADING) {
            return;
        }
        at = stored.at();
        boolean stale = now - stored.at() > 2 * settings.refresh().toMillis();
        if (stored.online() && !stale) {
            state = State.LINGERING;
            dueAt = now + settings.offlineAfter().toMillis();
        } else {
            state = State.OFFLINE;
        }
        tell();
    }

    public void loadFailed(long now) {
        if (state == State.LOADING) {
            state = State.UNKNOWN;
            dueAt = now + RETRY_MILLIS;
        }
    }

    /** A session is there. */
    public void session(long now) {
        switch (state) {
            case ONLINE -> {}
            case LINGERING -> {
                state = State.ONLINE;
                dueAt = now + settings.refresh().toMillis();
            }
            case UNKNOWN, LOADING, OFFLINE -> {
                state = State.ONLINE;
                seen(now);
                dueAt = now + settings.refresh().toMillis();
                tell();
                save();
            }
        }
    }

    /** The last session has ended. */
    public void noSession(long now) {
        if (state == State.ONLINE) {
            state = State.LINGERING;
            seen(now);
            dueAt = now + settings.offlineAfter().toMillis();
        }
    }

    public void tick(long now) {
        if (now < dueAt) {
            return;
        }
        dueAt = Long.MAX_VALUE;
        switch (state) {
            case UNKNOWN -> wanted();
            case LOADING, OFFLINE -> {}
            case ONLINE -> {
                seen(now);
                dueAt = now + settings.refresh().toMillis();
                save();
            }
            case LINGERING -> {
                state = State.OFFLINE;
                // one past what was stored as online, or that would stand
                seen(at + 1);
                tell();
                save();
            }
        }
    }

    private void seen(long when) {
        at = Math.max(when, at);
    }

    private void tell() {
        now().ifPresent(effects::tell);
    }

    private void save() {
        now().ifPresent(effects::save);
    }
}
