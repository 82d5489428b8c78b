package io.parley.broker.location;

import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.TrackStore;

/** What live location of one node is made of; the composition root fills it. */
public record LocationParts(
        TrackStore tracks,
        GroupStore groups,
        TrackFollower.Source followers,
        LocationObserver observer,
        LocationSettings settings) {}
