package io.parley.broker.delivery;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.Standing;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Takes in what the store says of the user's conversations.
     *
     * @return those of which it is enough, as nothing is new in them: what their owners would say is known
     */
    List<Flow> take(UserName viewer, Map<ConversationId, Standing> all) {
        List<Flow> enough = new ArrayList<>();
        all.forEach((conversation, standing) -> {
            if (conversation.mayConcern(viewer)) {
                Flow flow = orNew(conversation);
                flow.learn(viewer, viewer, standing.marks());
                if (standing.isExact() && isWithoutNews(flow, standing)) {
                    flow.lastIs(standing.last());
                    flow.learn(viewer, conversation.peerOf(viewer), standing.peers());
                    enough.add(flow);
                    if (standing.amendmentsLast() > 0) {
                        Flow side = orNew(conversation.amendments());
                        side.lastIs(standing.amendmentsLast());
                        side.see(Spans.ALL, 1);
                        enough.add(side);
                    }
                }
            }
        });
        return enough;
    }

    private boolean isWithoutNews(Flow flow, Standing standing) {
        return places.standOf(flow) >= standing.last()
                && (standing.amendmentsLast() == 0
                        || places.standOf(orNew(flow.conversation().amendments())) >= standing.amendmentsLast());
    }

    /** Whether it can be told what of the flow is for the user: of a side log that takes what it is about. */
    boolean maySend(Flow flow) {
        Flow subject =
                flow.conversation().isAmendments() ? get(flow.conversation().subject()) : flow;
        return subject != null && subject.isSeen();
    }

    /**
     * Whether it cannot be told yet which of its entries are for the user: where their conversation stands has changed, and
     * its owner has yet to say how. What is passed over by an old word is given up for good.
     */
    boolean mustWait(Flow flow) {
        return flow.conversation().isAmendments()
                && heads.isAwaited(flow.conversation().subject());
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
