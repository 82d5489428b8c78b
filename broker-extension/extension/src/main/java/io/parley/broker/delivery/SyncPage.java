package io.parley.broker.delivery;

/** One page of sync while it is being sent: what it may still hold. Part of {@link EndpointSession} and of its thread. */
final class SyncPage {
    private final SyncDemand demand;
    private int messagesLeft;
    private long bytesLeft;
    private int sent;
    private boolean located;

    SyncPage(SyncDemand demand, long bytesMax) {
        this.demand = demand;
        this.messagesLeft = demand.limit();
        this.bytesLeft = bytesMax;
    }

    SyncDemand demand() {
        return demand;
    }

    /** Whether the endpoint's positions have been compared with the owners'. */
    boolean isLocated() {
        return located;
    }

    void located() {
        located = true;
    }

    boolean hasRoom() {
        return messagesLeft > 0 && bytesLeft > 0;
    }

    int readMessages(DeliverySettings settings) {
        return Math.min(settings.readMessagesMax(), messagesLeft);
    }

    long readBytes(DeliverySettings settings) {
        return Math.min(settings.readBytesMax(), bytesLeft);
    }

    void take(int messages, long bytes) {
        messagesLeft -= messages;
        bytesLeft -= bytes;
    }

    void giveBack(int messages, long bytes) {
        take(-messages, -bytes);
    }

    void sent(long bytes) {
        take(1, bytes);
        sent++;
    }

    int sent() {
        return sent;
    }
}
