package io.parley.broker.contact;

import io.parley.broker.storage.Audience;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What users let each other do outside of their chat: find them, see their presence, put them in a group. Whoever is
 * blocked may do none of it. Safe from any thread; fails as the stores do.
 */
public final class Policies {
    private final ProfileStore profiles;
    private final ContactStore contacts;

    public Policies(ProfileStore profiles, ContactStore contacts) {
        this.profiles = profiles;
        this.contacts = contacts;
    }

    /**
     * Whether {@code user} lets {@code other} do it; themself always. False if there is no such user.
     *
     * @param what one of the profile's policies, as {@code Profile::addable}
     */
    public CompletionStage<Boolean> allows(UserName user, UserName other, Function<Profile, Audience> what) {
        return profiles.find(user)
                .thenCompose(profile -> profile.isEmpty()
                        ? CompletableFuture.completedStage(false)
                        : allows(profile.get(), other, what));
    }

    /** Whether there is {@code user}, and {@code other} may ask them for something: they do not block them. */
    public CompletionStage<Boolean> mayAsk(UserName user, UserName other) {
        return allows(user, other, profile -> Audience.EVERYONE);
    }

    /** As above, of a profile that is read already. */
    public CompletionStage<Boolean> allows(Profile profile, UserName other, Function<Profile, Audience> what) {
        UserName user = profile.user();
        Audience audience = what.apply(profile);
        if (user.equals(other)) {
            return CompletableFuture.completedStage(true);
        }
        if (audience == Audience.NOBODY) {
            return CompletableFuture.completedStage(false);
        }
        CompletionStage<Boolean> included = audience == Audience.EVERYONE
                ? CompletableFuture.completedStage(true)
                : contacts.relation(ConversationId.chat(user, other))
                        .thenApply(relation -> audience.includes(relation.isContacts()));
        return included.thenCombine(contacts.isBlocked(user, other), (in, blocked) -> in && !blocked);
    }
}
