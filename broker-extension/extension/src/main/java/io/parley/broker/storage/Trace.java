package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Map;

/**
 * Where a message is and who has it. Content is left out on purpose.
 *
 * @param message as the log keeps it
 * @param epoch of the owner that accepted it
 * @param marks of each user in the conversation that has any
 * @param endpoints what single endpoints of the users have received in the conversation, as far as it is remembered
 */
public record Trace(
        ConversationId conversation,
        StoredMessage message,
        long epoch,
        Map<UserName, UserMarks> marks,
        List<EndpointMark> endpoints) {
    public Trace {
        marks = Map.copyOf(marks);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * @param received the endpoint has everything up to here
     * @param at when it said so, Unix milliseconds
     */
    public record EndpointMark(EndpointId endpoint, long received, long at) {}

    /** Whether some endpoint of the user has the message. */
    public boolean isReceivedBy(UserName user) {
        return marks.getOrDefault(user, UserMarks.NONE).received() >= message.seq();
    }

    public boolean isReadBy(UserName user) {
        return marks.getOrDefault(user, UserMarks.NONE).read() >= message.seq();
    }
}
