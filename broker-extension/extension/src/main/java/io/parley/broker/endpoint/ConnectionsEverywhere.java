package io.parley.broker.endpoint;

import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The connections all nodes hold. Never blocks; safe from any thread. A node that is cut off hears of it when it is back, or leaves. */
public interface ConnectionsEverywhere {
    /** Client ids of the user's endpoints that are connected, as far as the nodes answer within a second. */
    CompletionStage<Set<String>> of(UserName user);

    /** As {@link ConnectionsHere#signOut}, on every node. */
    void signOut(EndpointId endpoint);

    /** As {@link ConnectionsHere#lookAtTracks}, on every node. */
    void lookAtTracks(Set<UserName> users);

    /** As {@link ConnectionsHere#makeRoom}, on every node. */
    void arrived(Arrival arrival);
}
