package io.parley.sdk.internal.client;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.store.Incoming;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A message on its way to the application. */
record Message(Incoming incoming, UserName me, boolean repeated, Consumer<Input> report) implements ReceivedMessage {
    @Override
    public MessageId id() {
        return incoming.id();
    }

    @Override
    public ConversationId conversation() {
        return incoming.conversation();
    }

    @Override
    public UserName peer() {
        if (conversation().isGroup()) {
            throw new IllegalStateException(conversation() + " has members, not a peer");
        }
        return conversation().peerOf(me);
    }

    @Override
    public Optional<GroupName> group() {
        return conversation().isGroup() ? Optional.of(conversation().group()) : Optional.empty();
    }

    @Override
    public UserName from() {
        return incoming.from();
    }

    @Override
    public long seq() {
        return incoming.seq();
    }

    @Override
    public Instant at() {
        return Instant.ofEpochMilli(incoming.at());
    }

    @Override
    public Optional<String> contentType() {
        return Optional.ofNullable(incoming.contentType());
    }

    @Override
    public Content content() {
        return incoming.content();
    }

    @Override
    public Optional<Instant> expiresAt() {
        return incoming.expiresAt() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(incoming.expiresAt()));
    }

    @Override
    public boolean isOwn() {
        return incoming.from().equals(me);
    }

    @Override
    public void received() {
        report.accept(new Input.MarkReceived(conversation(), seq()));
    }

    @Override
    public void markRead() {
        report.accept(new Input.MarkRead(conversation(), seq()));
    }

    /** Never the content: logs must not hold it. */
    @Override
    public String toString() {
        return "message " + id() + " #" + seq() + " in " + conversation();
    }
}
