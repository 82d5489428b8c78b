package io.parley.broker.location;

import io.parley.protocol.UserName;
import java.util.Set;

/**
 * Who is in the group of a track, as far as it is needed: looked up when the first watches who is let see it by that alone,
 * and again and again while one does. Part of {@link LiveTrack}.
 */
final class Membership {
    private static final long RETRY_MILLIS = 500;
    /** So many times in a row without an answer, and nobody counts as a member: who cannot be asked for does not see it. */
    private static final int FAILURES_MAX = 6;

    private final long checkedMillis;
    private Set<UserName> members = Set.of();
    private boolean known;
    private boolean asked;
    private int failures;
    private long checkAt = Long.MAX_VALUE;

    Membership(long checkedMillis) {
        this.checkedMillis = checkedMillis;
    }

    /** It is another group now. */
    void forget() {
        members = Set.of();
        known = false;
    }

    boolean contains(UserName user) {
        return members.contains(user);
    }

    long dueAt() {
        return checkAt;
    }

    /**
     * @param needed whether somebody watches by being a member alone
     * @return whether the group is to be looked up now
     */
    boolean lookUp(boolean needed, long now) {
        if (!needed) {
            checkAt = Long.MAX_VALUE;
            return false;
        }
        if (asked) {
            return false;
        }
        if (known && now < checkAt) {
            checkAt = checkAt == Long.MAX_VALUE ? now + checkedMillis : checkAt;
            return false;
        }
        asked = true;
        checkAt = Long.MAX_VALUE;
        return true;
    }

    /** @return whether it is otherwise than before */
    boolean are(Set<UserName> found, long now) {
        asked = false;
        failures = 0;
        checkAt = now + checkedMillis;
        boolean changed = !known || !found.equals(members);
        members = Set.copyOf(found);
        known = true;
        return changed;
    }

    /** @return whether nobody counts any more who did */
    boolean unknown(long now) {
        asked = false;
        checkAt = now + RETRY_MILLIS;
        if (++failures < FAILURES_MAX || members.isEmpty()) {
            return false;
        }
        members = Set.of();
        return true;
    }
}
