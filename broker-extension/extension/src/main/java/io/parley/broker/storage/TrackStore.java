package io.parley.broker.storage;

import io.parley.protocol.GroupName;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tracks, where they were last, and where they go. Threads and failure as in {@link ConversationStore}. */
public interface TrackStore {
    CompletionStage<Optional<Track>> find(TrackName name);

    /**
     * Saves it if what is stored is of the version before: nothing, for version 1. Makes it one of the tracks of its
     * owner, its participants, its driver and rider, and its group, and its guest links known, before that.
     *
     * @return false, and nothing changed, if something else is stored; true also if this very track is already
     */
    CompletionStage<Boolean> save(Track track);

    /**
     * Tracks a user owns or is named in, by name; also those they were named in once and ended ones, so look at each.
     *
     * @throws IllegalArgumentException if the cursor is none of this question's
     */
    CompletionStage<Slice<TrackName>> ofUser(UserName user, int limit, Optional<String> cursor);

    /** Tracks that are or were for a group, likewise. */
    CompletionStage<Slice<TrackName>> ofGroup(GroupName group, int limit, Optional<String> cursor);

    /** The track that a guest link is or was of; whether it is good is said by the track. */
    CompletionStage<Optional<TrackName>> ofGuest(TokenHash hash);

    /** One that is older than what is there changes nothing. */
    CompletionStage<Void> saveLast(TrackName name, LastPoint last);

    CompletionStage<Optional<LastPoint>> last(TrackName name);

    /** Removes it, and whatever is written late of points measured up to {@code at}, Unix milliseconds. */
    CompletionStage<Void> deleteLast(TrackName name, long at);

    /** One that is older than what is there changes nothing. */
    CompletionStage<Void> saveRoute(TrackName name, Route route);

    CompletionStage<Optional<Route>> route(TrackName name);

    /** The cell that was told last that a driver is free, 0 for none; forgotten after a day. An older one changes nothing. */
    CompletionStage<Void> saveCell(GroupName fleet, UserName driver, long cell, long at);

    /** 0 if there is none. */
    CompletionStage<Long> cell(GroupName fleet, UserName driver);
}
