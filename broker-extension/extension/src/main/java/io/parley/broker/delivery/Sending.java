package io.parley.broker.delivery;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.EndpointId;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import java.util.List;
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
    private final Window window;

    Sending(
            EndpointId endpoint,
            EndpointKind kind,
            Flows flows,
            Window window,
            SessionHost host,
            Resends resends,
            MarkKeeping marks,
            DeliveryObserver observer) {
        this.endpoint = endpoint;
        this.kind = kind;
        this.flows = flows;
        this.window = window;
        this.host = host;
        this.resends = resends;
        this.marks = marks;
        this.observer = observer;
    }

    /**
     * Whether the endpoint is not sent this one: it sent it itself while it was here, or it is plain and the message
     * expired.
     */
    private boolean isPassedOver(Flow flow, StoredMessage message) {
        boolean plain = kind == EndpointKind.PLAIN;
        boolean own = message.from().equals(endpoint.user())
                && message.endpoint().equals(endpoint.clientId())
                && (plain || message.seq() > flow.ownFrom);
        return own || (plain && message.isExpiredAt(host.unixMillis()));
    }

    /**
     * Whether an entry of a side log is about a message that the user may not see: it would tell what it says. Such a one
     * is passed over, and the endpoint told.
     * Nothing may be seen of one whose conversation is not known.
     */
    private boolean isHidden(Flow flow, StoredMessage message) {
        if (!flow.conversation().isAmendments()) {
            return false;
        }
        Flow subject = flows.get(flow.conversation().subject());
        try {
            long target = Contents.readAmendment(message.content().toBytes()).seq();
            return subject == null || !subject.isVisible(target);
        } catch (BadBodyException broken) {
            return true;
        }
    }

    /** Messages just committed, which follow on what was sent: as many as have room, the others are read later. */
    void sendLive(Flow flow, List<StoredMessage> messages, long now) {
        for (StoredMessage message : messages) {
            if (message.seq() > flow.sent()) {
                boolean fits = isPassedOver(flow, message)
                        || (window.admits(message.content().size()) && resends.allowance(flow) > 0);
                if (!flow.isVisible(message.seq()) || !fits || !send(flow, message, null, now)) {
                    return;
                }
            }
        }
    }

    /**
     * Messages read from the log.
     *
     * @param ofPage null outside a page of sync
     * @return whether they follow on what was sent; the log has no holes
     */
    boolean sendRead(Flow flow, List<StoredMessage> messages, @Nullable SyncPage ofPage, long now) {
        for (StoredMessage message : messages) {
            if (message.seq() > flow.sent() + 1) {
                return false;
            }
            flow.passHidden();
            if (message.seq() > flow.sent()) {
                boolean fits = ofPage != null || resends.allowance(flow) > 0 || isPassedOver(flow, message);
                if (!flow.isVisible(message.seq()) || !fits || !send(flow, message, ofPage, now)) {
                    return true;
                }
            }
        }
        return true;
    }

    /**
     * Sends the next message of the flow, or passes over it.
     *
     * @param ofPage null outside a page of sync
     * @return false if it is not for the user and what was sent before must be acknowledged first
     */
    private boolean send(Flow flow, StoredMessage message, @Nullable SyncPage ofPage, long now) {
        if (isHidden(flow, message)) {
            return flow.hide(message.seq());
        }
        if (isPassedOver(flow, message)) {
            passOver(flow, message.seq(), now);
            return true;
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
        return true;
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
