package io.parley.sdk;

import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonText;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What users tell about themselves. All fail with {@link CallFailedException}: {@code unknown-user}, {@code malformed}. */
public final class Profiles {
    private final Asking asking;

    Profiles(Asking asking) {
        this.asking = asking;
    }

    /** Texts are empty if there is nothing. */
    public record Profile(UserName user, String name, String picture, String note) {}

    public CompletionStage<Profile> get(UserName user) {
        return asking.ask(
                "profile/get",
                JsonText.of("user", user.value()),
                it -> new Profile(
                        Asking.user(it, "user"),
                        it.text("name").orElse(""),
                        it.text("picture").orElse(""),
                        it.text("note").orElse("")));
    }

    /** Of the own user; what is null stays. */
    public CompletionStage<Void> set(@Nullable String name, @Nullable String picture, @Nullable String note) {
        return asking.tell(
                "profile/set", JsonText.of("name", name).and("picture", picture).and("note", note));
    }

    /** Who may do something with the own user. */
    public enum Audience {
        EVERYONE("everyone"),
        CONTACTS("contacts"),
        NOBODY("nobody");

        private final String code;

        Audience(String code) {
            this.code = code;
        }
    }

    /** @param policy {@code findable}, {@code writable}, {@code presence} or {@code addable} */
    public CompletionStage<Void> allow(String policy, Audience audience) {
        return asking.tell("profile/set", JsonText.of(policy, audience.code));
    }

    /** @param name empty if they have none */
    public record Found(UserName user, String name) {}

    /**
     * Users whose handle begins so, of those who let the own user find them.
     *
     * @param prefix at least 2 characters
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Found>> find(String prefix, @Nullable String cursor) {
        return asking.ask(
                "user/find",
                JsonText.of("prefix", prefix).and("cursor", cursor),
                page -> new Page<>(
                        page.objects("users").stream()
                                .map(it -> new Found(
                                        Asking.user(it, "user"), it.text("name").orElse("")))
                                .toList(),
                        page.text("next")));
    }
}
