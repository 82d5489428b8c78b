package io.parley.broker.conversation;

import io.parley.protocol.UserName;
import java.util.List;

/**
 * Who has received and read a message.
 *
 * @param of members other than its sender
 * @param receivedBy names, only while there are at most {@link #NAMED_MAX} members
 */
public record Readers(int of, int received, int read, List<UserName> receivedBy, List<UserName> readBy) {
    public static final int NAMED_MAX = 500;

    public static final Readers NONE = new Readers(0, 0, 0, List.of(), List.of());

    public Readers {
        receivedBy = List.copyOf(receivedBy);
        readBy = List.copyOf(readBy);
    }
}
