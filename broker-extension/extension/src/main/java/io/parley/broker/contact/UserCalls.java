package io.parley.broker.contact;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.NameQuery;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.Slice;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The call that finds people: by handle, or by how it or a name begins; only those who let the caller. */
public final class UserCalls {
    /** Pages of the store read for one of ours, since many of those there may not want to be found. */
    private static final int READS_MAX = 5;

    private final ProfileStore profiles;
    private final Policies policies;

    public UserCalls(ProfileStore profiles, Policies policies) {
        this.profiles = profiles;
        this.policies = policies;
    }

    public List<Call> calls() {
        List<Field> fields = new ArrayList<>(List.of(
                Field.user("handle").optional(),
                Field.text("prefix", NameQuery.PREFIX_LENGTH_MIN, NameQuery.LENGTH_MAX)
                        .optional()));
        fields.addAll(Page.FIELDS);
        return List.of(Call.of("user/find", "People, by handle or by how their name begins", fields, this::find));
    }

    private CompletionStage<Reply> find(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        if (arguments.exactlyOne("handle", "prefix").equals("handle")) {
            return profiles.find(arguments.user("handle"))
                    .thenApply(found -> new Slice<>(found.stream().toList(), Optional.empty()))
                    .thenCompose(found -> findable(found, caller.user()))
                    .thenApply(UserCalls::written);
        }
        NameQuery query = NameQuery.parse(arguments.text("prefix"))
                .orElseThrow(() -> RefusalException.malformed(
                        "prefix must have a word of at least " + NameQuery.PREFIX_LENGTH_MIN + " characters"));
        return search(query, caller.user(), page, List.of(), READS_MAX).thenApply(UserCalls::written);
    }

    private CompletionStage<Slice<Profile>> search(
            NameQuery query, UserName user, Page page, List<Profile> before, int reads) {
        return read(query, page.limit() - before.size(), page.after())
                .thenCompose(slice -> findable(slice, user))
                .thenCompose(slice -> {
                    List<Profile> sum = new ArrayList<>(before);
                    sum.addAll(slice.items());
                    boolean enough = sum.size() >= page.limit() || slice.next().isEmpty() || reads == 1;
                    return enough
                            ? CompletableFuture.completedStage(new Slice<>(sum, slice.next()))
                            : search(query, user, new Page(page.limit(), slice.next()), sum, reads - 1);
                });
    }

    private CompletionStage<Slice<Profile>> read(NameQuery query, int limit, Optional<String> cursor) {
        try {
            return profiles.find(query, limit, cursor);
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private CompletionStage<Slice<Profile>> findable(Slice<Profile> slice, UserName user) {
        List<CompletableFuture<Boolean>> may = slice.items().stream()
                .map(it -> policies.allows(it, user, Profile::findable).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(may.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Profile> found = new ArrayList<>();
            for (int i = 0; i < may.size(); i++) {
                if (may.get(i).join()) {
                    found.add(slice.items().get(i));
                }
            }
            return new Slice<>(found, slice.next());
        });
    }

    private static Reply written(Slice<Profile> slice) {
        return Reply.of(json -> {
            json.writeArrayFieldStart("users");
            for (Profile it : slice.items()) {
                json.writeStartObject();
                json.writeStringField("user", it.user().value());
                if (!it.name().isEmpty()) {
                    json.writeStringField("name", it.name());
                }
                if (!it.picture().isEmpty()) {
                    json.writeStringField("picture", it.picture());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            if (slice.next().isPresent()) {
                Page.writeNext(json, slice.next().get());
            }
        });
    }
}
