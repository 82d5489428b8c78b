package io.parley.broker.contact;

import io.parley.broker.list.Standing;
import io.parley.broker.storage.Contact;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What chats say about themselves in a list of conversations: the other one's name, and what the two are to each other. */
public final class ChatStandings implements Standing.Source {
    private final ContactStore contacts;
    private final ProfileStore profiles;
    private final Policies policies;
    private final Clock clock;

    public ChatStandings(ContactStore contacts, ProfileStore profiles, Policies policies, Clock clock) {
        this.contacts = contacts;
        this.profiles = profiles;
        this.policies = policies;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Standing> of(ConversationId chat, UserName viewer) {
        UserName peer = chat.peerOf(viewer);
        if (peer.equals(viewer)) {
            return CompletableFuture.completedStage(Standing.NONE);
        }
        return kind(chat, viewer, peer)
                .thenCompose(kind -> title(viewer, peer, kind)
                        .thenApply(title -> new Standing(title, kind.map(Contact.Kind::code))));
    }

    private CompletionStage<Optional<Contact.Kind>> kind(ConversationId chat, UserName viewer, UserName peer) {
        return contacts.relation(chat)
                .thenCombine(
                        contacts.isBlocked(viewer, peer),
                        (relation, blocked) -> blocked
                                ? Optional.of(Contact.Kind.BLOCKED)
                                : Contact.of(viewer, peer, relation)
                                        .filter(it -> !it.isLapsedAt(clock.millis()))
                                        .map(Contact::kind));
    }

    /** Of contacts, and of who asks to be one; of others as they can be found. */
    private CompletionStage<Optional<String>> title(UserName viewer, UserName peer, Optional<Contact.Kind> kind) {
        boolean known = kind.filter(it -> it == Contact.Kind.CONTACT || it == Contact.Kind.INCOMING)
                .isPresent();
        return profiles.find(peer).thenCompose(found -> {
            Optional<String> name = found.map(Profile::name).filter(it -> !it.isEmpty());
            if (known || name.isEmpty()) {
                return CompletableFuture.completedStage(name);
            }
            return policies.allows(found.get(), viewer, Profile::findable).thenApply(may -> name.filter(it -> may));
        });
    }
}
