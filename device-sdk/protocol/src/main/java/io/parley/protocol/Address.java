package io.parley.protocol;

import java.util.function.Function;

/** What a client may publish to. A new kind is a new case here and in {@link #match}, so that no reader forgets it. */
public sealed interface Address {
    /** {@code chat/{user}}: a message to a user. */
    record Chat(UserName peer) implements Address {}

    /** {@code group/{group}}: a message to a group. */
    record Group(GroupName group) implements Address {}

    /** {@code typing/chat/{user}} or {@code typing/group/{group}}: a signal that is never stored. */
    record Typing(Address to) implements Address {}

    /** {@code receipt}: watermarks of several conversations. */
    record Receipts() implements Address {}

    /** {@code track/{track}/point}: a position, last value first and never through a log. */
    record Track(TrackName track) implements Address {}

    /** {@code owntracks/{user}/{device}} or {@code owntracks/{user}/{device}/{part}}, as the OwnTracks apps publish. */
    record OwnTracks(OwnTracksTopic topic) implements Address {}

    /** {@code api/{resource}} or {@code api/{resource}/{verb}}: a request. */
    record Api(String call) implements Address {}

    default <R> R match(
            Function<Chat, R> chat,
            Function<Group, R> group,
            Function<Typing, R> typing,
            Function<Receipts, R> receipts,
            Function<Track, R> track,
            Function<OwnTracks, R> ownTracks,
            Function<Api, R> api) {
        if (this instanceof Chat it) {
            return chat.apply(it);
        }
        if (this instanceof Group it) {
            return group.apply(it);
        }
        if (this instanceof Typing it) {
            return typing.apply(it);
        }
        if (this instanceof Receipts it) {
            return receipts.apply(it);
        }
        if (this instanceof Track it) {
            return track.apply(it);
        }
        if (this instanceof OwnTracks it) {
            return ownTracks.apply(it);
        }
        return api.apply((Api) this);
    }
}
