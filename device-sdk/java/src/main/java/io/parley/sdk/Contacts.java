package io.parley.sdk;

import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** @param lapses after how long it does, whole seconds; the server says how many */
    public CompletionStage<Accepted> request(UserName user, String note, Duration lapses) {
        return asking.write(
                "contact/request",
                of(user).and("note", note.isEmpty() ? null : note).and("expirySeconds", lapses.toSeconds()));
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
     * @param note of a request; empty: none
     * @param expires when a request lapses; null: it does not
     */
    public record Contact(
            UserName user,
            String state,
            String name,
            String note,
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
                                        it.text("note").orElse(""),
                                        Asking.time(it, "since"),
                                        Asking.timeOrNull(it, "expires")))
                                .toList(),
                        page.text("next")));
    }

    /**
     * Who of them is connected.
     *
     * @param users at most 100
     * @return of those who let the own user know, in the order asked
     */
    public CompletionStage<List<Presence>> presence(List<UserName> users) {
        return asking.ask(
                "presence/get",
                JsonText.nothing()
                        .and("users", users.stream().map(UserName::value).toList()),
                answer -> answer.objects("presence").stream()
                        .filter(it -> it.has("online"))
                        .map(it -> new Presence(
                                Asking.user(it, "user"), it.flag("online"), Asking.timeOrNull(it, "lastSeen")))
                        .toList());
    }

    private static JsonText of(UserName user) {
        return JsonText.of("user", user.value());
    }
}
