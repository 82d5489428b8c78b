package io.parley.broker.presence;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The call about presence. Who may not be seen is answered as who does not exist: by name alone. */
public final class PresenceCalls {
    static final int USERS_MAX = 100;

    private final Presences presences;
    private final PresenceRights rights;

    public PresenceCalls(Presences presences, PresenceRights rights) {
        this.presences = presences;
        this.rights = rights;
    }

    public List<Call> calls() {
        return List.of(Call.of(
                "presence/get",
                "Who of some users is online, as far as they let the caller see it",
                List.of(Field.users("users", USERS_MAX)),
                this::get));
    }

    private CompletionStage<Reply> get(Caller caller, Arguments arguments) {
        List<UserName> users = arguments.users("users");
        List<CompletableFuture<Optional<Presence>>> found = users.stream()
                .map(user -> presence(user, caller.user()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                .thenApply(done -> Reply.of(json -> {
                    json.writeArrayFieldStart("presence");
                    for (int i = 0; i < users.size(); i++) {
                        Optional<Presence> presence = found.get(i).join();
                        json.writeStartObject();
                        json.writeStringField("user", users.get(i).value());
                        if (presence.isPresent()) {
                            json.writeBooleanField("online", presence.get().online());
                        }
                        if (presence.isPresent() && presence.get().at() > 0) {
                            json.writeNumberField("lastSeen", presence.get().at());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }

    private CompletionStage<Optional<Presence>> presence(UserName user, UserName viewer) {
        return rights.maySee(user, viewer)
                .thenCompose(may -> may
                        ? presences.of(user).thenApply(Optional::of)
                        : CompletableFuture.completedStage(Optional.empty()));
    }
}
