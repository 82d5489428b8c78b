package io.parley.broker.edge;

import io.parley.protocol.UserName;

/** The parts of one established connection, to end them together. */
record Peer(
        SignedIn signedIn,
        EndpointConnection connection,
        Answers answers,
        Inbox inbox,
        PresenceTopics presence,
        TrackParts tracks) {
    UserName user() {
        return signedIn.endpoint().user();
    }

    /** Ends the session at once; the connection as soon as the broker gets to it. */
    void signOut(String reason) {
        connection.signOut(reason);
        close();
    }

    /** Safe to call twice. */
    void close() {
        connection.close();
        inbox.close();
        presence.close();
        tracks.close();
        answers.close();
    }
}
