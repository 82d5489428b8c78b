package io.parley.broker.storage;

import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which endpoints a user has, and which of them may sign in. Threads and failure as in {@link ConversationStore}.
 *
 * <p>One that is not seen for 90 days is forgotten, unless it is named or signed out. Of a sign-out and its end from two
 * nodes the later is the last, whatever the clocks say.
 */
public interface EndpointDirectory {
    /** Endpoints {@link #ofUser} looks at; a user has more only if a program invents client ids. */
    int ENDPOINTS_READ_MAX = 5_000;

    /** Empty and {@link SignInPolicy#ANY} of what was never written. */
    CompletionStage<SignInTerms> terms(EndpointId endpoint);

    /** It signed in, or its connection ended. An older {@code lastSeen} than the one there changes nothing. */
    CompletionStage<Void> seen(EndpointId endpoint, String kind, long firstSeen, long lastSeen);

    /** In no order that means anything. */
    CompletionStage<List<KnownEndpoint>> ofUser(UserName user);

    /** False, and nothing changed, if it is not known. */
    CompletionStage<Boolean> rename(EndpointId endpoint, String name);

    /**
     * From now on it may not sign in.
     *
     * @return false, and nothing changed, if it is not known
     */
    CompletionStage<Boolean> signOut(EndpointId endpoint, long at);

    /**
     * It may sign in again.
     *
     * @return false, and nothing changed, if it is not known
     */
    CompletionStage<Boolean> allow(EndpointId endpoint);

    /** All of the user may. */
    CompletionStage<Void> allowAll(UserName user);

    CompletionStage<SignInPolicy> policy(UserName user);

    CompletionStage<Void> setPolicy(UserName user, SignInPolicy policy);
}
