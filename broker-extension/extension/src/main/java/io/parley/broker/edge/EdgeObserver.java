package io.parley.broker.edge;

import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;

/** What happens at the edge, one method per fact. Called on hot paths and from any thread: count and return. */
public interface EdgeObserver {
    /** How a CONNECT ended. */
    enum LoginOutcome {
        ACCEPTED,
        DENIED,
        BUSY,
        UNAVAILABLE,
        CLIENT_ID_IN_USE,
        SIGNED_OUT,
        WILL_REFUSED
    }

    /** Why a packet to a client went nowhere. */
    enum SendFault {
        NOT_SUBSCRIBED,
        FAILED
    }

    void loginEnded(LoginOutcome outcome);

    void messageSubmitted(int contentBytes);

    /** Refused before it went to an owner; also receipts and api requests. */
    void refusedAtOnce(Reason reason);

    /** @param nanos from its PUBLISH at this node to the owner's answer */
    void messageAnswered(Ack ack, long nanos);

    /** No answer came in time; the sender was told {@code unknown}. */
    void answerOverdue();

    /** @param millisSinceAccepted server time from acceptance to this delivery */
    void delivered(EndpointKind kind, boolean resend, long millisSinceAccepted);

    void sendFailed(SendFault fault);

    void receiptTaken(int entries);

    void syncAsked();

    void willSent();

    /** An exception reached the last guard of an interceptor: a bug. The packet was refused. */
    void guardTripped();

    /** Nobody looks. */
    EdgeObserver NONE = new EdgeObserver() {
        @Override
        public void loginEnded(LoginOutcome outcome) {}

        @Override
        public void messageSubmitted(int contentBytes) {}

        @Override
        public void refusedAtOnce(Reason reason) {}

        @Override
        public void messageAnswered(Ack ack, long nanos) {}

        @Override
        public void answerOverdue() {}

        @Override
        public void delivered(EndpointKind kind, boolean resend, long millisSinceAccepted) {}

        @Override
        public void sendFailed(SendFault fault) {}

        @Override
        public void receiptTaken(int entries) {}

        @Override
        public void syncAsked() {}

        @Override
        public void willSent() {}

        @Override
        public void guardTripped() {}
    };
}
