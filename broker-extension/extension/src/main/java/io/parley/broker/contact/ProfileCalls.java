package io.parley.broker.contact;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.delivery.Events;
import io.parley.broker.storage.Audience;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.ProfileStore;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The calls about what a user shows of themself. Whoever may not find a user sees nothing but that there is one. */
public final class ProfileCalls {
    private final ProfileStore profiles;
    private final Policies policies;
    private final Events events;

    public ProfileCalls(ProfileStore profiles, Policies policies, Events events) {
        this.profiles = profiles;
        this.policies = policies;
        this.events = events;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                        "profile/get",
                        "What a user shows of themself; one's own without user",
                        List.of(Field.user("user").optional()),
                        this::get),
                Call.of(
                        "profile/set",
                        "Changes one's own profile, and whom one lets do what",
                        List.of(
                                Field.text("name", 0, Profile.NAME_LENGTH_MAX).optional(),
                                Field.text("picture", 0, Profile.PICTURE_LENGTH_MAX)
                                        .optional(),
                                Field.text("note", 0, Profile.NOTE_LENGTH_MAX).optional(),
                                audience("findable"),
                                audience("writable"),
                                audience("presence"),
                                audience("addable")),
                        this::set));
    }

    private static Field audience(String name) {
        String[] codes = Arrays.stream(Audience.values()).map(Audience::code).toArray(String[]::new);
        return Field.oneOf(name, codes).optional();
    }

    private CompletionStage<Reply> get(Caller caller, Arguments arguments) {
        UserName user = arguments.userIf("user").orElse(caller.user());
        if (user.equals(caller.user())) {
            return own(user);
        }
        return find(user)
                .thenCompose(profile -> policies.allows(profile, caller.user(), Profile::findable)
                        .thenApply(may -> Reply.of(json -> {
                            if (may) {
                                writeShown(json, profile);
                            } else {
                                json.writeStringField("user", user.value());
                            }
                        })));
    }

    private CompletionStage<Reply> set(Caller caller, Arguments arguments) {
        ProfileChange change = new ProfileChange(
                arguments.textIf("name").orElse(null),
                arguments.textIf("picture").orElse(null),
                arguments.textIf("note").orElse(null),
                audience(arguments, "findable"),
                audience(arguments, "writable"),
                audience(arguments, "presence"),
                audience(arguments, "addable"));
        if (change.isEmpty()) {
            throw RefusalException.malformed("nothing is set; one of name, picture, note, findable, …");
        }
        UserName user = caller.user();
        return profiles.set(user, change).thenCompose(present -> own(user)).thenApply(now -> {
            events.tell(user, "profile", now.body());
            return Reply.NOTHING;
        });
    }

    private static @Nullable Audience audience(Arguments arguments, String name) {
        return arguments.textIf(name).flatMap(Audience::ofCode).orElse(null);
    }

    private CompletionStage<Reply> own(UserName user) {
        return find(user)
                .thenApply(profile -> Reply.of(json -> {
                    writeShown(json, profile);
                    json.writeStringField("findable", profile.findable().code());
                    json.writeStringField("writable", profile.writable().code());
                    json.writeStringField("presence", profile.presence().code());
                    json.writeStringField("addable", profile.addable().code());
                }));
    }

    private CompletionStage<Profile> find(UserName user) {
        return profiles.find(user)
                .thenApply(found ->
                        found.orElseThrow(() -> new RefusalException(Reason.UNKNOWN_USER, "there is no user " + user)));
    }

    private static void writeShown(JsonGenerator json, Profile profile) throws IOException {
        json.writeStringField("user", profile.user().value());
        json.writeStringField("name", profile.name());
        json.writeStringField("picture", profile.picture());
        json.writeStringField("note", profile.note());
    }
}
