package io.parley.broker.delivery;

import io.parley.broker.storage.Block;
import io.parley.protocol.ConversationId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flows of one endpoint, and how new ones come about. Part of {@link EndpointSession} and of its thread. */
final class Flows {
    private final Window window;
    private final Heads heads;
    private final Places places;
    private final Map<ConversationId, Flow> flows = new LinkedHashMap<>();

    Flows(Window window, Heads heads, Places places) {
        this.window = window;
        this.heads = heads;
        this.places = places;
    }

    @Nullable Flow get(ConversationId conversation) {
        return flows.get(conversation);
    }

    Flow orNew(ConversationId conversation) {
        return flows.computeIfAbsent(conversation, id -> new Flow(id, window));
    }

    Collection<Flow> all() {
        return flows.values();
    }

    Collection<ConversationId> conversations() {
        return flows.keySet();
    }

    /**
     * The flow of a block that was just committed. Of a group and of a side log only the owner knows what is for this
     * user: where that may have changed its head is asked for.
     *
     * @return null if the block must wait for that; the log has it
     */
    @Nullable Flow of(Block block, boolean placed, boolean marksLoaded, long now) {
        ConversationId conversation = block.conversation();
        boolean ownerKnows = conversation.isGroup() || conversation.isAmendments();
        Flow flow = flows.get(conversation);
        if (flow == null) {
            flow = orNew(conversation);
            flow.lastIs(block.firstSeq() - 1);
            if (placed && !ownerKnows) {
                places.place(flow);
            } else if (ownerKnows || marksLoaded) {
                heads.ask(conversation, now);
            }
        } else if (ownerKnows && block.firstSeq() > flow.last() + 1) {
            heads.ask(conversation, now);
            return null;
        }
        return flow;
    }

    /** A side log shows itself only by the head of its conversation. */
    void lookForAmendments(ConversationId conversation, long amendmentsLast, long now) {
        if (amendmentsLast > 0) {
            Flow side = orNew(conversation.amendments());
            if (side.last() < amendmentsLast || !side.isPositioned()) {
                heads.ask(side.conversation(), now);
            }
        }
    }
}
