package io.parley.broker.endpoint;

import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.Set;

/** The connections this node holds, implemented by the edge. Never blocks; safe from any thread. */
public interface ConnectionsHere {
    /** Client ids of the user's endpoints that are connected here. */
    Set<String> of(UserName user);

    /** Ends the endpoint's connection, and one whose sign-in has begun but is not done. */
    void signOut(EndpointId endpoint);

    /** What these users may see of tracks may be more, or less: who shows them looks again. */
    void lookAtTracks(Set<UserName> users);

    /**
     * Ends those the policy does not let be there beside the newer one.
     *
     * @return the newest of those here that in truth are newer, and beside which the arrived one may not be
     */
    Optional<Arrival> makeRoom(Arrival arrived);
}
