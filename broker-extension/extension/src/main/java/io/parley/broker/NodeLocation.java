package io.parley.broker;

import io.parley.broker.api.Call;
import io.parley.broker.cluster.ClusterNode;
import io.parley.broker.http.HttpServer;
import io.parley.broker.location.DeviceTracks;
import io.parley.broker.location.FriendTracks;
import io.parley.broker.location.GuestCalls;
import io.parley.broker.location.GuestDoor;
import io.parley.broker.location.LocationObserver;
import io.parley.broker.location.LocationParts;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.location.LocationSettings;
import io.parley.broker.location.TrackCalls;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackFollower;
import io.parley.broker.location.TrackNews;
import io.parley.broker.location.ViewRights;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.UserName;
import io.parley.protocol.json.TrackEvent;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The part of the composition root that makes live location. */
final class NodeLocation {
    private final TrackStore store;
    private final ClusterNode cluster;
    private final LocationRoom room;
    private final List<Call> calls;
    private final HttpServer.Guests guests;

    /** What owners of tracks are made of; needed by the cluster, before there is one. */
    static LocationParts parts(
            TrackStore tracks, GroupStore groups, TrackFollower.Source followers, LocationObserver observer) {
        return new LocationParts(tracks, groups, followers, observer, LocationSettings.DEFAULT);
    }

    /** @param random a secure one */
    NodeLocation(
            LocationParts parts, NodeFollowing following, ClusterNode cluster, RandomGenerator random, Clock clock) {
        this.store = parts.tracks();
        this.cluster = cluster;
        ViewRights rights = new ViewRights(store, parts.groups(), clock);
        TrackChanges changes = new TrackChanges(store, cluster.tracks());
        this.room = new LocationRoom(
                cluster.tracks(),
                rights,
                new DeviceTracks(store, changes, clock),
                new FriendTracks(store, rights),
                parts.observer(),
                parts.settings());
        this.guests = new HttpServer.Guests(new GuestDoor(store, cluster.tracks(), clock)::see, GuestDoor.CONTENT_TYPE);
        this.calls = Stream.of(
                        new TrackCalls(store, changes, rights, cluster.tracks(), new News(), clock).calls(),
                        new GuestCalls(store, changes, random, clock).calls(),
                        following.calls(new News()))
                .flatMap(List::stream)
                .toList();
    }

    LocationRoom room() {
        return room;
    }

    List<Call> calls() {
        return calls;
    }

    HttpServer.Guests guests() {
        return guests;
    }

    private final class News implements TrackNews {
        @Override
        public void shared(Track track, Set<UserName> users) {
            byte[] event = TrackEvent.shared(track.name()).toJson();
            users.forEach(user -> cluster.tell(user, TrackEvent.KIND, event));
            cluster.connections().lookAtTracks(users);
        }

        @Override
        public void unshared(Set<UserName> users) {
            cluster.connections().lookAtTracks(users);
        }
    }
}
