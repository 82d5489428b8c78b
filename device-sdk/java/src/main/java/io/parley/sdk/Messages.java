package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonText;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What can be done to messages that were sent. All fail with {@link CallFailedException}: {@code not-found} if there is no
 * such message for the own user, {@code not-allowed} if it is not theirs to change, {@code expired} if it is too late.
 * What was done comes back by {@link ClientBuilder#onAmended}, and is in the history then.
 */
public final class Messages {
    private final Asking asking;

    Messages(Asking asking) {
        this.asking = asking;
    }

    /** Replaces the text of an own message. */
    public CompletionStage<Accepted> edit(ConversationId conversation, long seq, String text) {
        return asking.write("message/edit", at(conversation, seq).and("text", text));
    }

    /** Replaces the content of an own message. */
    public CompletionStage<Accepted> edit(ConversationId conversation, long seq, String contentType, Content content) {
        return asking.write(
                "message/edit",
                at(conversation, seq)
                        .and("content", Base64.getEncoder().encodeToString(content.toBytes()))
                        .and("contentType", contentType));
    }

    /** Takes an own message back from everybody; admins of a group any. Within the time the server allows. */
    public CompletionStage<Accepted> recall(ConversationId conversation, long seq) {
        return asking.write("message/recall", at(conversation, seq));
    }

    /** @param emoji 1 to 32 characters */
    public CompletionStage<Accepted> react(ConversationId conversation, long seq, String emoji) {
        return asking.write("message/react", at(conversation, seq).and("emoji", emoji));
    }

    /** Takes an own reaction back. */
    public CompletionStage<Accepted> unreact(ConversationId conversation, long seq, String emoji) {
        return asking.write(
                "message/react", at(conversation, seq).and("emoji", emoji).and("remove", true));
    }

    /** Deletes messages for the own user alone, on all endpoints; told to {@link ClientBuilder#onHidden}. */
    public CompletionStage<Void> hide(ConversationId conversation, List<Long> seqs) {
        return asking.tell(
                "message/hide",
                JsonText.of("conversation", asking.seen(conversation)).and("seqs", seqs));
    }

    /** @param receivedBy names of those who have it, if they are not too many: up to 500 */
    public record Receipts(int of, int received, int read, List<UserName> receivedBy, List<UserName> readBy) {}

    /** Who has received and read an own message. */
    public CompletionStage<Receipts> receipts(ConversationId conversation, long seq) {
        return asking.ask(
                "message/receipts",
                at(conversation, seq),
                it -> new Receipts(
                        (int) it.number("of", 0),
                        (int) it.number("received", 0),
                        (int) it.number("read", 0),
                        Asking.users(it, "receivedBy"),
                        Asking.users(it, "readBy")));
    }

    private JsonText at(ConversationId conversation, long seq) {
        return JsonText.of("conversation", asking.seen(conversation)).and("seq", seq);
    }
}
