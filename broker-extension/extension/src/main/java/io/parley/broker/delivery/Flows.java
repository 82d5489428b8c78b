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
            return flow;
        }
        boolean follows = block.firstSeq() <= flow.last() + 1;
        if (ownerKnows && (!follows || !flow.isVisible(block.lastSeq()))) {
            // what we are told is ours, so something about us has changed
            heads.ask(conversation, now);
            return follows ? flow : null;
        }
        return flow;
    }

    /** Whether it can be told what of the flow is for the user: of a side log that takes what it is about. */
    boolean maySend(Flow flow) {
        Flow subject =
                flow.conversation().isAmendments() ? get(flow.conversation().subject()) : flow;
        return subject != null && subject.isSeen();
    }

    /** A side log shows itself only by the head of its conversation, which also comes before every head of its own. */
    void lookForAmendments(ConversationId conversation, long amendmentsLast, long now) {
        if (amendmentsLast > 0 && !heads.isAwaited(conversation.amendments())) {
            Flow side = orNew(conversation.amendments());
            if (side.last() < amendmentsLast || !side.isVisible(amendmentsLast) || !side.isPositioned()) {
                heads.ask(side.conversation(), now);
            }
        }
    }
}
