package io.parley.sdk;

import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whom the own user knows. All fail with {@link CallFailedException}: {@code unknown-user}, {@code not-allowed}, {@code
 * not-found} if there is nothing to answer or end, {@code limit-reached}. Requests and answers come as messages in the
 * chat, see {@link ReceivedMessage#change}; blocking is told to nobody.
 */
public final class Contacts {
    private final Asking asking;

    Contacts(Asking asking) {
        this.asking = asking;
    }

    /** @param note at most 500 characters; empty: none */
    public CompletionStage<Accepted> request(UserName user, String note) {
        return asking.write("contact/request", of(user).and("note", note.isEmpty() ? null : note));
    }

    public CompletionStage<Accepted> accept(UserName user) {
        return asking.write("contact/accept", of(user));
    }

    public CompletionStage<Accepted> reject(UserName user) {
        return asking.write("contact/reject", of(user));
    }

    public CompletionStage<Accepted> withdraw(UserName user) {
        return asking.write("contact/withdraw", of(user));
    }

    public CompletionStage<Accepted> remove(UserName user) {
        return asking.write("contact/remove", of(user));
    }

    public CompletionStage<Void> block(UserName user) {
        return asking.tell("contact/block", of(user));
    }

    public CompletionStage<Void> unblock(UserName user) {
        return asking.tell("contact/unblock", of(user));
    }

    /**
     * @param state {@code contact}, {@code incoming}, {@code outgoing} or {@code blocked}
     * @param name empty if not told
     * @param expires when a request lapses; null: it does not
     */
    public record Contact(
            UserName user,
            String state,
            String name,
            Instant since,
            @Nullable Instant expires) {}

    /**
     * @param state only those; null: all
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Contact>> list(@Nullable String state, @Nullable String cursor) {
        return asking.ask(
                "contact/list",
                JsonText.of("state", state).and("cursor", cursor),
                page -> new Page<>(
                        page.objects("contacts").stream()
                                .map(it -> new Contact(
                                        Asking.user(it, "user"),
                                        it.text("state").orElse(""),
                                        it.text("name").orElse(""),
                                        Asking.time(it, "since"),
                                        Asking.timeOrNull(it, "expires")))
                                .toList(),
                        page.text("next")));
    }

    private static JsonText of(UserName user) {
        return JsonText.of("user", user.value());
    }
}
