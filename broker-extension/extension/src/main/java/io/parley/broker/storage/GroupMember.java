package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * What a group knows of one user, whether in it, on the way in, or gone.
 *
 * @param joined seq at which the present or last membership began, 0 before the first
 * @param visible what of the group's log the user may see
 * @param amendments what of its side log
 * @param mutedUntil Unix milliseconds, 0 if not muted
 * @param version seq of the change that made it so
 */
public record GroupMember(
        UserName user,
        State state,
        Role role,
        long joined,
        Spans visible,
        Spans amendments,
        long mutedUntil,
        long version) {
    public enum State {
        INVITED,
        ASKED,
        MEMBER,
        /** Also after declining, being refused, or removed. */
        LEFT
    }

    /** Each may do what the ones after it may. */
    public enum Role {
        OWNER,
        ADMIN,
        MEMBER
    }

    public boolean isMember() {
        return state == State.MEMBER;
    }
}
