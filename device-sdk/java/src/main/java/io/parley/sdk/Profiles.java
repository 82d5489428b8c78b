package io.parley.sdk;

import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        return asking.ask("profile/get", JsonText.of("user", user.value()), Profiles::profile);
    }

    private static Profile profile(JsonObject it) {
        return new Profile(
                Asking.user(it, "user"),
                it.text("name").orElse(""),
                it.text("picture").orElse(""),
                it.text("note").orElse(""));
    }

    /** The own profile, and whom the own user lets do what. */
    public record Own(Profile profile, Audience findable, Audience writable, Audience presence, Audience addable) {}

    public CompletionStage<Own> own() {
        return asking.ask(
                "profile/get",
                JsonText.nothing(),
                it -> new Own(
                        profile(it),
                        Audience.of(it, "findable"),
                        Audience.of(it, "writable"),
                        Audience.of(it, "presence"),
                        Audience.of(it, "addable")));
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

        private static Audience of(JsonObject answer, String policy) {
            String code = answer.text(policy).orElse("");
            return Arrays.stream(values())
                    .filter(it -> it.code.equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(policy + " is " + code));
        }
    }

    /** @param policy {@code findable}, {@code writable}, {@code presence} or {@code addable} */
    public CompletionStage<Void> allow(String policy, Audience audience) {
        return asking.tell("profile/set", JsonText.of(policy, audience.code));
    }

    /** Texts are empty if there is nothing. */
    public record Found(UserName user, String name, String picture) {}

    /** The user of exactly this handle, if there is one who lets the own user find them. */
    public CompletionStage<Optional<Found>> find(UserName handle) {
        return asking.ask(
                "user/find",
                JsonText.of("handle", handle.value()),
                page -> found(page).stream().findFirst());
    }

    private static List<Found> found(JsonObject page) {
        return page.objects("users").stream()
                .map(it -> new Found(
                        Asking.user(it, "user"),
                        it.text("name").orElse(""),
                        it.text("picture").orElse("")))
                .toList();
    }

    /**
     * Users whose handle, or a word of whose name, begins so, of those who let the own user find them.
     *
     * @param prefix at least 2 characters
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Found>> find(String prefix, @Nullable String cursor) {
        return asking.ask(
                "user/find",
                JsonText.of("prefix", prefix).and("cursor", cursor),
                page -> new Page<>(found(page), page.text("next")));
    }
}
