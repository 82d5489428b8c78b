package io.parley.broker.contact;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.conversation.Owners;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.ProfileStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The calls about blocks. A block is the user's own and told to nobody, so it is no message; it is in the store, and the
 * chat's owner is told to read again, before the call is answered: from then on nothing more comes through.
 */
public final class BlockCalls {
    private final Owners owners;
    private final ProfileStore profiles;
    private final ContactStore contacts;
    private final Clock clock;

    public BlockCalls(Owners owners, ProfileStore profiles, ContactStore contacts, Clock clock) {
        this.owners = owners;
        this.profiles = profiles;
        this.contacts = contacts;
        this.clock = clock;
    }

    public List<Call> calls() {
        List<Field> user = List.of(Field.user("user"));
        return List.of(
                Call.of("contact/block", "Lets nothing of a user through any more", user, this::block),
                Call.of("contact/unblock", "Ends a block", user, this::unblock));
    }

    private CompletionStage<Reply> block(Caller caller, Arguments arguments) {
        UserName user = caller.user();
        UserName peer = arguments.user("user");
        if (user.equals(peer)) {
            throw new RefusalException(Reason.NOT_ALLOWED, "nobody can block themself");
        }
        return profiles.find(peer)
                .thenCompose(found -> found.isPresent()
                        ? contacts.block(user, peer, clock.millis())
                        : CompletableFuture.failedStage(
                                new RefusalException(Reason.UNKNOWN_USER, "there is no user " + peer)))
                .thenCompose(done -> heeded(user, peer));
    }

    private CompletionStage<Reply> unblock(Caller caller, Arguments arguments) {
        UserName user = caller.user();
        UserName peer = arguments.user("user");
        return contacts.unblock(user, peer).thenCompose(done -> heeded(user, peer));
    }

    private CompletionStage<Reply> heeded(UserName user, UserName peer) {
        return owners.refresh(ConversationId.chat(user, peer)).thenApply(done -> Reply.NOTHING);
    }
}
