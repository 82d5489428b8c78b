package io.parley.cli.messenger;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One message of a conversation as a person sees it, with all that was changed about it since.
 *
 * @param seq position, 0 for an own message that was not accepted yet
 * @param at when the server accepted it, or when it was queued
 * @param delivery of an own message; {@link Delivery#NONE} for all others
 */
public record Item(
        MessageId id, long seq, UserName from, Instant at, Body body, Delivery delivery, Amendments amendments) {
    /** What a body is. */
    public enum Kind {
        /** Somebody said it. */
        SAID,
        /** It happened to the conversation: the text says what, the sender did it. */
        CHANGED
    }

    /** @param replyTo seq of the message it answers, 0 if none */
    public record Body(Kind kind, String text, long replyTo) {
        public static Body said(String text) {
            return new Body(Kind.SAID, text, 0);
        }

        public static Body changed(String text) {
            return new Body(Kind.CHANGED, text, 0);
        }
    }

    /** @param reactions who reacted, by emoji, in the order they appeared */
    public record Amendments(boolean edited, boolean recalled, Map<String, List<UserName>> reactions) {
        public static final Amendments NONE = new Amendments(false, false, Map.of());

        public Amendments {
            reactions = new LinkedHashMap<>(reactions);
        }
    }

    public String text() {
        return body.text();
    }

    public boolean isChange() {
        return body.kind() == Kind.CHANGED;
    }

    public Item with(Delivery next) {
        return new Item(id, seq, from, at, body, next, amendments);
    }

    public Item at(long placed) {
        return new Item(id, placed, from, at, body, delivery, amendments);
    }

    public Item with(Body next) {
        return new Item(id, seq, from, at, next, delivery, amendments);
    }

    public Item with(Amendments next) {
        return new Item(id, seq, from, at, body, delivery, next);
    }
}
