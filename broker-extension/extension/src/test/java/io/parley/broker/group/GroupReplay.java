package io.parley.broker.group;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.List;
import java.util.Set;

/** What a group's log says by itself: every message judged by those before it. */
final class GroupReplay {
    private final GroupState state;
    private long seq;

    GroupReplay(GroupName name, GroupLimits limits) {
        this.state = new GroupState(name, limits);
    }

    GroupState state() {
        return state;
    }

    long seq() {
        return seq;
    }

    /** Takes the next message; who stands differently by it. Throws if it should have been refused. */
    Set<UserName> take(StoredMessage message) {
        seq++;
        check(message.seq() == seq, "seq " + message.seq() + " at place " + seq);
        Reason refusal = refusalOf(message);
        check(refusal == null, "seq " + seq + " of " + message.from() + " is in the log: " + refusal);
        return isChange(message) ? state.apply(change(message), message.from(), seq, message.at(), 0) : Set.of();
    }

    Reason refusalOf(StoredMessage message) {
        return isChange(message)
                ? state.refusalOf(change(message), message.from())
                : state.refusalOfMessage(message.from(), message.at());
    }

    void takeAll(List<StoredMessage> log, long upTo) {
        for (StoredMessage message : log.subList((int) seq, (int) upTo)) {
            take(message);
        }
    }

    static boolean isChange(StoredMessage message) {
        return message.contentType().equals(ContentTypes.CHANGE);
    }

    static Change change(StoredMessage message) {
        try {
            return Contents.readChange(message.content().toBytes());
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
