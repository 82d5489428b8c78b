package io.parley.broker.storage.memory;

import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.LastPoint;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Route;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.GroupName;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

final class MemoryTrackStore implements TrackStore {
    private final Calls calls;
    private final Map<TrackName, Track> tracks = new HashMap<>();
    private final Map<UserName, NavigableMap<String, TrackName>> ofUsers = new HashMap<>();
    private final Map<GroupName, NavigableMap<String, TrackName>> ofGroups = new HashMap<>();
    private final Map<TokenHash, TrackName> guests = new HashMap<>();
    private final Map<TrackName, LastPoint> lasts = new HashMap<>();
    private final Map<TrackName, Long> deleted = new HashMap<>();
    private final Map<TrackName, Route> routes = new HashMap<>();
    private final Map<FleetDriver, Versioned<Long>> cells = new HashMap<>();

    private record FleetDriver(GroupName fleet, UserName driver) {}

    MemoryTrackStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Optional<Track>> find(TrackName name) {
        return calls.call(() -> Optional.ofNullable(tracks.get(name)));
    }

    @Override
    public CompletionStage<Boolean> save(Track track) {
        return calls.run(() -> list(track)).thenCompose(listed -> calls.call(() -> saveRow(track)));
    }

    private void list(Track track) {
        listOf(track.owner(), track.name());
        for (Participant participant : track.participants()) {
            listOf(participant.user(), track.name());
        }
        if (track.ride() != null) {
            listOf(track.ride().driver(), track.name());
            listOf(track.ride().rider(), track.name());
        }
        if (track.group() != null) {
            ofGroups.computeIfAbsent(track.group(), fresh -> new TreeMap<>())
                    .put(track.name().value(), track.name());
        }
        for (GuestLink guest : track.guests()) {
            guests.put(guest.hash(), track.name());
        }
    }

    private void listOf(UserName user, TrackName track) {
        ofUsers.computeIfAbsent(user, fresh -> new TreeMap<>()).put(track.value(), track);
    }

    private boolean saveRow(Track track) {
        Track present = tracks.get(track.name());
        if (track.equals(present)) {
            return true;
        }
        if ((present == null ? 0 : present.version()) != track.version() - 1) {
            return false;
        }
        tracks.put(track.name(), track);
        return true;
    }

    @Override
    public CompletionStage<Slice<TrackName>> ofUser(UserName user, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> Paging.slice(ofUsers.getOrDefault(user, new TreeMap<>()), limit, after));
    }

    @Override
    public CompletionStage<Slice<TrackName>> ofGroup(GroupName group, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> Paging.slice(ofGroups.getOrDefault(group, new TreeMap<>()), limit, after));
    }

    @Override
    public CompletionStage<Optional<TrackName>> ofGuest(TokenHash hash) {
        return calls.call(() -> Optional.ofNullable(guests.get(hash)));
    }

    @Override
    public CompletionStage<Void> saveLast(TrackName name, LastPoint last) {
        return calls.run(() -> {
            if (last.at() > deleted.getOrDefault(name, -1L)) {
                lasts.merge(name, last, (old, given) -> given.at() < old.at() ? old : given);
            }
        });
    }

    @Override
    public CompletionStage<Optional<LastPoint>> last(TrackName name) {
        return calls.call(() -> Optional.ofNullable(lasts.get(name)));
    }

    @Override
    public CompletionStage<Void> deleteLast(TrackName name, long at) {
        return calls.run(() -> {
            deleted.merge(name, at, Math::max);
            lasts.computeIfPresent(name, (same, last) -> last.at() <= at ? null : last);
        });
    }

    @Override
    public CompletionStage<Void> saveRoute(TrackName name, Route route) {
        return calls.run(() -> routes.merge(name, route, (old, given) -> given.setAt() < old.setAt() ? old : given));
    }

    @Override
    public CompletionStage<Optional<Route>> route(TrackName name) {
        return calls.call(() -> Optional.ofNullable(routes.get(name)));
    }

    @Override
    public CompletionStage<Void> saveCell(GroupName fleet, UserName driver, long cell, long at) {
        return calls.run(() -> Versioned.put(cells, new FleetDriver(fleet, driver), at, cell));
    }

    @Override
    public CompletionStage<Long> cell(GroupName fleet, UserName driver) {
        return calls.call(() -> {
            Versioned<Long> cell = cells.get(new FleetDriver(fleet, driver));
            return cell == null ? 0L : cell.value();
        });
    }
}
