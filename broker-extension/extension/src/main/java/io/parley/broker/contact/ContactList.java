package io.parley.broker.contact;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.Contact;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.Slice;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The call that lists whom a user knows. It reads the rows, which are saved before a change is answered. */
public final class ContactList {
    private final ContactStore contacts;
    private final ProfileStore profiles;
    private final Policies policies;
    private final Clock clock;

    public ContactList(ContactStore contacts, ProfileStore profiles, Policies policies, Clock clock) {
        this.contacts = contacts;
        this.profiles = profiles;
        this.policies = policies;
        this.clock = clock;
    }

    /** @param name as the user may see it */
    private record Named(Contact contact, String name) {}

    public List<Call> calls() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.oneOf("state", "contact", "incoming", "outgoing", "blocked")
                .optional());
        fields.addAll(Page.FIELDS);
        return List.of(
                Call.of("contact/list", "Contacts and requests of the caller, or whom they block", fields, this::list));
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        Optional<Contact.Kind> kind = arguments.textIf("state").flatMap(Contact.Kind::ofCode);
        return read(caller.user(), kind, page)
                .thenApply(slice -> slice.where(it -> !it.isLapsedAt(clock.millis())))
                .thenCompose(slice -> named(caller.user(), slice))
                .thenApply(ContactList::written);
    }

    private CompletionStage<Slice<Contact>> read(UserName user, Optional<Contact.Kind> kind, Page page) {
        try {
            return kind.filter(it -> it == Contact.Kind.BLOCKED).isPresent()
                    ? contacts.blocked(user, page.limit(), page.after())
                    : contacts.list(user, kind, page.limit(), page.after());
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private CompletionStage<Slice<Named>> named(UserName user, Slice<Contact> slice) {
        List<CompletableFuture<Named>> all = slice.items().stream()
                .map(it -> name(user, it).thenApply(name -> new Named(it, name)).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        new Slice<>(all.stream().map(CompletableFuture::join).toList(), slice.next()));
    }

    /** Of contacts, and of who asks to be one; of others as they can be found. */
    private CompletionStage<String> name(UserName user, Contact contact) {
        boolean known = contact.kind() == Contact.Kind.CONTACT || contact.kind() == Contact.Kind.INCOMING;
        return profiles.find(contact.peer())
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage("")
                        : known
                                ? CompletableFuture.completedStage(found.get().name())
                                : policies.allows(found.get(), user, Profile::findable)
                                        .thenApply(may -> may ? found.get().name() : ""));
    }

    private static Reply written(Slice<Named> slice) {
        return Reply.of(json -> {
            json.writeArrayFieldStart("contacts");
            for (Named it : slice.items()) {
                write(json, it);
            }
            json.writeEndArray();
            if (slice.next().isPresent()) {
                Page.writeNext(json, slice.next().get());
            }
        });
    }

    private static void write(JsonGenerator json, Named it) throws IOException {
        json.writeStartObject();
        json.writeStringField("user", it.contact.peer().value());
        json.writeStringField("state", it.contact.kind().code());
        if (!it.name.isEmpty()) {
            json.writeStringField("name", it.name);
        }
        if (!it.contact.note().isEmpty()) {
            json.writeStringField("note", it.contact.note());
        }
        json.writeNumberField("since", it.contact.since());
        if (it.contact.expiresAt() != 0) {
            json.writeNumberField("expires", it.contact.expiresAt());
        }
        json.writeEndObject();
    }
}
