package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.PointFilters;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackSettings;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code track}: what is made of many values is kept as a map of texts, each of a few words. Stateless. */
final class TrackRows {
    static final String COLUMNS = "owner, kind, device, state, created_at, start_at, end_at, ended_at, group_name,"
            + " group_precision, participants, guests, settings, ride, version";

    private TrackRows() {}

    /** In the order of {@link #COLUMNS}. */
    static List<@Nullable Object> values(Track track) {
        List<@Nullable Object> values = new ArrayList<>();
        values.addAll(List.of(
                track.owner().value(),
                track.kind().name(),
                track.device(),
                track.state().name(),
                track.createdAt(),
                track.startAt(),
                track.endAt(),
                track.endedAt()));
        values.add(track.group() == null ? null : track.group().value());
        values.add(track.groupPrecision().name());
        values.add(participants(track.participants()));
        values.add(guests(track.guests()));
        values.add(settings(track.settings()));
        values.add(track.ride() == null ? null : ride(track.ride()));
        values.add(track.version());
        return values;
    }

    static Track track(TrackName name, Row row) {
        String group = row.getString(8);
        Map<String, String> ride = map(row, 13);
        return new Track(
                name,
                new UserName(text(row, 0)),
                Track.Kind.valueOf(text(row, 1)),
                text(row, 2),
                Track.State.valueOf(text(row, 3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                group == null ? null : new GroupName(group),
                Precision.valueOf(text(row, 9)),
                participantsOf(map(row, 10)),
                guestsOf(map(row, 11)),
                settingsOf(map(row, 12)),
                ride.isEmpty() ? null : rideOf(ride),
                row.getLong(14));
    }

    private static Map<String, String> map(Row row, int column) {
        return Objects.requireNonNull(row.getMap(column, String.class, String.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    private static Map<String, String> participants(List<Participant> participants) {
        Map<String, String> texts = new TreeMap<>();
        int place = 0;
        for (Participant it : participants) {
            String may = (it.publishes() ? "p" : "-") + (it.views() ? "v" : "-");
            texts.put(it.user().value(), may + " " + it.precision().name() + " " + place++);
        }
        return texts;
    }

    private static List<Participant> participantsOf(Map<String, String> texts) {
        Participant[] participants = new Participant[texts.size()];
        texts.forEach((user, text) -> {
            String[] words = text.split(" ", -1);
            participants[Integer.parseInt(words[2])] = new Participant(
                    new UserName(user),
                    words[0].charAt(0) == 'p',
                    words[0].charAt(1) == 'v',
                    Precision.valueOf(words[1]));
        });
        return Arrays.asList(participants);
    }

    private static Map<String, String> guests(List<GuestLink> guests) {
        Map<String, String> texts = new TreeMap<>();
        int place = 0;
        for (GuestLink it : guests) {
            texts.put(
                    it.hash().hex(),
                    it.createdAt() + " " + it.from() + " " + it.to() + " "
                            + it.precision().name() + " " + it.revoked() + " " + place++);
        }
        return texts;
    }

    private static List<GuestLink> guestsOf(Map<String, String> texts) {
        GuestLink[] guests = new GuestLink[texts.size()];
        texts.forEach((hash, text) -> {
            String[] words = text.split(" ", -1);
            guests[Integer.parseInt(words[5])] = new GuestLink(
                    new TokenHash(hash),
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Precision.valueOf(words[3]),
                    Boolean.parseBoolean(words[4]));
        });
        return Arrays.asList(guests);
    }

    private static Map<String, String> settings(TrackSettings settings) {
        PointFilters filters = settings.filters();
        Map<String, String> texts = new TreeMap<>();
        texts.put("filters", filters.on().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")));
        texts.put("future", Long.toString(filters.futureMillis()));
        texts.put("stale", Long.toString(filters.staleMillis()));
        texts.put("speed", Double.toString(filters.speedMax()));
        texts.put("distance", Double.toString(filters.distanceMetres()));
        texts.put("still", Long.toString(filters.stillMillis()));
        texts.put("period", Long.toString(filters.periodMillis()));
        texts.put("days", Integer.toString(settings.historyDays()));
        texts.put("close", Long.toString(settings.closeMillis()));
        texts.put("list", Long.toString(settings.listMillis()));
        texts.put("idle", Long.toString(settings.idleMillis()));
        return texts;
    }

    private static TrackSettings settingsOf(Map<String, String> texts) {
        Set<PointFilters.Filter> on = EnumSet.noneOf(PointFilters.Filter.class);
        for (String word : text(texts, "filters").split(" ", -1)) {
            if (!word.isEmpty()) {
                on.add(PointFilters.Filter.valueOf(word));
            }
        }
        PointFilters filters = new PointFilters(
                on,
                number(texts, "future"),
                number(texts, "stale"),
                Double.parseDouble(text(texts, "speed")),
                Double.parseDouble(text(texts, "distance")),
                number(texts, "still"),
                number(texts, "period"));
        return new TrackSettings(
                filters,
                (int) number(texts, "days"),
                number(texts, "close"),
                number(texts, "list"),
                number(texts, "idle"));
    }

    private static Map<String, String> ride(Ride ride) {
        return Map.of(
                "driver", ride.driver().value(),
                "rider", ride.rider().value(),
                "from", ride.pickUp().lat() + " " + ride.pickUp().lon(),
                "to", ride.dropOff().lat() + " " + ride.dropOff().lon(),
                "stage", ride.stage().name(),
                "changed", Long.toString(ride.changedAt()));
    }

    private static Ride rideOf(Map<String, String> texts) {
        return new Ride(
                new UserName(text(texts, "driver")),
                new UserName(text(texts, "rider")),
                place(text(texts, "from")),
                place(text(texts, "to")),
                Ride.Stage.valueOf(text(texts, "stage")),
                number(texts, "changed"));
    }

    private static Position place(String text) {
        String[] words = text.split(" ", -1);
        return new Position(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
    }

    private static long number(Map<String, String> texts, String key) {
        return Long.parseLong(text(texts, key));
    }

    private static String text(Map<String, String> texts, String key) {
        return Objects.requireNonNull(texts.get(key), key);
    }
}
