package io.parley.broker.delivery;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.EndpointId;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import org.jspecify.annotations.Nullable;

/** The last step before the wire: what is sent, in which form, and what is passed over. Part of {@link EndpointSession} and of its thread. */
final class Sending {
    private final EndpointId endpoint;
    private final EndpointKind kind;
    private final Flows flows;
    private final SessionHost host;
    private final Resends resends;
    private final MarkKeeping marks;
    private final DeliveryObserver observer;

    Sending(
            EndpointId endpoint,
            EndpointKind kind,
            Flows flows,
            SessionHost host,
            Resends resends,
            MarkKeeping marks,
            DeliveryObserver observer) {
        this.endpoint = endpoint;
        this.kind = kind;
        this.flows = flows;
        this.host = host;
        this.resends = resends;
        this.marks = marks;
        this.observer = observer;
    }

    /**
     * Whether the endpoint is not sent this one: it sent it itself while it was here, or it is plain and the message
     * expired. A change was made by a call: nobody has it as their own message.
     */
    boolean isPassedOver(Flow flow, StoredMessage message) {
        boolean plain = kind == EndpointKind.PLAIN;
        boolean own = message.from().equals(endpoint.user())
                && message.endpoint().equals(endpoint.clientId())
                && !message.contentType().equals(ContentTypes.CHANGE)
                && (plain || message.seq() > flow.ownFrom);
        return own || (plain && message.isExpiredAt(host.unixMillis()));
    }

    /**
     * Whether an entry of a side log is about a message that the user may not see: it would tell what it says. Such a one
     * is passed over, and the endpoint told.
     *
     * @param subject the conversation it belongs to, null if that is not known: then nothing of it may be seen
     */
    private static boolean isHidden(Flow flow, @Nullable Flow subject, StoredMessage message) {
        if (!flow.conversation().isAmendments()) {
            return false;
        }
        try {
            long target = Contents.readAmendment(message.content().toBytes()).seq();
            return subject == null || !subject.isVisible(target);
        } catch (BadBodyException broken) {
            return true;
        }
    }

    /** Sends the next message of the flow, or passes over it. {@code ofPage} is null outside a page of sync. */
    void send(Flow flow, StoredMessage message, @Nullable SyncPage ofPage, long now) {
        if (isHidden(flow, flows.get(flow.conversation().subject()), message)) {
            flow.hide(message.seq());
            return;
        }
        if (isPassedOver(flow, message)) {
            passOver(flow, message.seq(), now);
            return;
        }
        boolean gone = message.isExpiredAt(host.unixMillis());
        StoredMessage sent = gone ? withoutContent(message) : message;
        int resend = message.seq() <= flow.sentMax() ? Math.max(1, flow.resends) : 0;
        flow.send(message.seq(), sent.content().size(), ofPage == null);
        if (ofPage != null) {
            ofPage.sent(sent.content().size());
        }
        resends.sent(flow, now);
        host.deliver(new Delivery(flow.conversation(), sent, resend, gone, flow.floorToTell()));
        observer.delivered(kind, resend);
    }

    private void passOver(Flow flow, long seq, long now) {
        long before = flow.acked();
        flow.skip(seq);
        if (flow.acked() > before) {
            marks.changed(flow.conversation(), flow.acked(), now);
        }
    }

    private static StoredMessage withoutContent(StoredMessage message) {
        return new StoredMessage(
                message.seq(),
                message.id(),
                message.from(),
                message.endpoint(),
                message.at(),
                message.expiresAt(),
                message.contentType(),
                Content.EMPTY);
    }
}
