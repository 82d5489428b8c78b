package io.parley.broker.conversation;

import io.parley.broker.storage.Spans;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import java.util.Map;

/**
 * Where a conversation stands, as one user may see it.
 *
 * @param last newest durable seq the user may see, 0 if there is none
 * @param marks of the user, and in a chat of the other one
 * @param visible what the user may see
 * @param joined where the user's membership began, 1 in a chat
 */
public record Head(long last, Map<UserName, UserMarks> marks, Spans visible, long joined) {
    public Head {
        marks = Map.copyOf(marks);
    }

    public UserMarks marksOf(UserName user) {
        return marks.getOrDefault(user, UserMarks.NONE);
    }

    /** Promise 6. */
    public long unread(UserName user) {
        return marksOf(user).unread(last, joined - 1);
    }
}
