package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.ConversationLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is to see which place of a conversation: of a chat the two, of a group whoever was in it there. */
final class Audience {
    /** What a user has to do with a place. */
    enum Right {
        /** Must never see it. */
        NONE,
        /** May. */
        MAY,
        /** Must, on every endpoint. */
        MUST
    }

    static final Audience OF_CHATS = new Audience(Map.of());

    private final Map<ConversationId, GroupStory> groups;

    private Audience(Map<ConversationId, GroupStory> groups) {
        this.groups = groups;
    }

    static Audience of(List<ConversationLog> logs) {
        Map<ConversationId, GroupStory> groups = new HashMap<>();
        for (ConversationLog log : logs) {
            if (log.conversation().isGroup()) {
                groups.put(log.conversation(), GroupStory.of(log));
            }
        }
        return new Audience(groups);
    }

    Map<ConversationId, GroupStory> groups() {
        return groups;
    }

    @Nullable GroupStory group(ConversationId conversation) {
        return groups.get(conversation);
    }

    Right right(UserName user, ConversationId conversation, long seq) {
        if (!conversation.isGroup()) {
            return conversation.mayConcern(user) ? Right.MUST : Right.NONE;
        }
        GroupStory story = groups.get(conversation);
        if (story == null) {
            return Right.MAY;
        }
        if (story.sees(user, seq)) {
            return Right.MUST;
        }
        return story.concerns(user, seq) ? Right.MAY : Right.NONE;
    }
}
