package io.parley.broker.list;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a kind of conversation says about itself in a list.
 *
 * @param title if it has one
 * @param state how the viewer stands to it, in the words of its room: {@code member}, {@code left} of a group
 */
public record Standing(Optional<String> title, Optional<String> state) {
    public static final Standing NONE = new Standing(Optional.empty(), Optional.empty());

    /** Knows it; one for groups, one for chats. */
    @FunctionalInterface
    public interface Source {
        CompletionStage<Standing> of(ConversationId conversation, UserName viewer);
    }
}
