package io.parley.broker.edge;

/** What one connection has to do with tracks. */
record TrackParts(TrackPublishing publishing, TrackTopics topics, OwnTracksFriends friends) {
    /** Safe to call twice. */
    void close() {
        publishing.close();
        friends.close();
        topics.close();
    }
}
