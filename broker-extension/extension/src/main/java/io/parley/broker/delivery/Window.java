package io.parley.broker.delivery;

/**
 * How much an endpoint has been sent and not acknowledged, over all its conversations, and how much more is on its way
 * from the log. Pages of sync are not counted: they have bounds of their own.
 */
final class Window {
    private final DeliverySettings settings;
    private int messages;
    private long bytes;

    Window(DeliverySettings settings) {
        this.settings = settings;
    }

    /** Whether a live message may go. One always may when nothing is on its way, however large. */
    boolean admits(long contentBytes) {
        return messages < settings.windowMessagesMax()
                && (messages == 0 || bytes + contentBytes <= settings.windowBytesMax());
    }

    /** Whether the next read from the log is worth it: a quarter of the replay's share at least is free. */
    boolean admitsRead() {
        return messages <= settings.replayMessagesMax() * 3 / 4 && bytes <= settings.replayBytesMax() * 3 / 4;
    }

    int readMessages() {
        return Math.max(1, Math.min(settings.readMessagesMax(), settings.replayMessagesMax() - messages));
    }

    long readBytes() {
        return Math.max(1, Math.min(settings.readBytesMax(), settings.replayBytesMax() - bytes));
    }

    void take(int moreMessages, long moreBytes) {
        messages += moreMessages;
        bytes += moreBytes;
    }

    void release(int fewerMessages, long fewerBytes) {
        messages -= fewerMessages;
        bytes -= fewerBytes;
        if (messages < 0 || bytes < 0) {
            throw new IllegalStateException("window holds " + messages + " messages, " + bytes + " bytes");
        }
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
