package io.parley.broker.location;

/** What the edge of a node knows of live location. */
public record LocationRoom(
        Tracks tracks,
        ViewRights rights,
        DeviceTracks devices,
        FriendTracks friends,
        LocationObserver observer,
        LocationSettings settings) {}
