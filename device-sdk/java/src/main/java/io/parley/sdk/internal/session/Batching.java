package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts own messages that leave at the same moment into packets, one conversation to a packet and each message after the
 * one before it. Nothing waits here for others to come: the outbox closes all packets at the end of its step.
 */
final class Batching {
    private static final class Packet {
        final long token;
        final List<Output.PublishMessage> messages = new ArrayList<>();
        private long bytes;

        Packet(long token) {
            this.token = token;
        }

        void add(Output.PublishMessage message) {
            messages.add(message);
            bytes += message.message().content().size();
        }

        boolean takes(Output.PublishMessage next, SessionLimits limits) {
            Output.PublishMessage last = messages.get(messages.size() - 1);
            return messages.size() < limits.batchMessagesMax()
                    && bytes + next.message().content().size() <= limits.batchBytesMax()
                    && last.message().id().equals(next.after());
        }
    }

    private final SessionLimits limits;
    private final LongSupplier tokens;
    private final Consumer<Output> out;
    private final Map<ConversationId, Packet> open = new LinkedHashMap<>();

    Batching(SessionLimits limits, LongSupplier tokens, Consumer<Output> out) {
        this.limits = limits;
        this.tokens = tokens;
        this.out = out;
    }

    /**
     * @param alone whether it must have a packet of its own; so must what is to live 0 s, which a batch cannot say
     * @return token of the packet it is in
     */
    long add(Output.PublishMessage message, boolean alone) {
        ConversationId conversation = message.message().conversation();
        boolean single = alone || message.expirySeconds() == 0;
        Packet packet = open.get(conversation);
        if (packet == null || single || !packet.takes(message, limits)) {
            leave(packet);
            packet = new Packet(tokens.getAsLong());
            open.remove(conversation);
            open.put(conversation, packet);
        }
        packet.add(message);
        if (single) {
            leave(open.remove(conversation));
        }
        return packet.token;
    }

    /** Lets everything go that was added. */
    void close() {
        open.values().forEach(this::leave);
        open.clear();
    }

    private void leave(@Nullable Packet packet) {
        if (packet != null) {
            List<Output.PublishMessage> messages = packet.messages;
            out.accept(messages.size() == 1 ? messages.get(0) : new Output.PublishBatch(packet.token, messages));
        }
    }
}
