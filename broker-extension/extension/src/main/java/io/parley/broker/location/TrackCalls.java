package io.parley.broker.location;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.GroupName;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls of a track's life: from its creation to its end. */
public final class TrackCalls {
    static final String[] PRECISIONS = {Precision.EXACT.code(), Precision.HUNDRED_METRES.code(), Precision.CITY.code()};
    static final long SECONDS_MAX = 366L * 86_400;
    static final int USERS_MAX = 200;

    private static final Field TRACK = Field.track("track");
    private static final List<Field> END = List.of(
            Field.time("end").optional(),
            Field.number("seconds", 1, SECONDS_MAX).optional());

    private final TrackStore store;
    private final TrackChanges changes;
    private final ViewRights rights;
    private final Tracks tracks;
    private final TrackNews news;
    private final Clock clock;

    public TrackCalls(
            TrackStore store, TrackChanges changes, ViewRights rights, Tracks tracks, TrackNews news, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.rights = rights;
        this.tracks = tracks;
        this.news = news;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                        "track/create",
                        "Begins to share a position: at once, or from a time on, until its end",
                        fields(
                                List.of(
                                        TRACK.optional(),
                                        Field.oneOf("kind", "share", "family", "fleet")
                                                .optional(),
                                        Field.time("start").optional(),
                                        Field.users("viewers", USERS_MAX).optional(),
                                        Field.users("publishers", USERS_MAX).optional(),
                                        Field.oneOf("precision", PRECISIONS).optional(),
                                        Field.group("group").optional()),
                                END),
                        this::create),
                Call.of("track/get", "One track, and how it goes with it", List.of(TRACK), this::get),
                Call.of(
                        "track/list",
                        "Tracks the caller owns or is named in, or those of a group",
                        fields(List.of(Field.group("group").optional()), Page.FIELDS),
                        this::list),
                Call.of(
                        "track/start",
                        "Starts a track before its time",
                        List.of(TRACK),
                        (caller, arguments) -> change(caller, arguments, this::start)),
                Call.of(
                        "track/extend",
                        "Moves the end of a track; an end of 0 is none",
                        fields(List.of(TRACK), END),
                        (caller, arguments) -> change(caller, arguments, this::extend)),
                Call.of(
                        "track/stop",
                        "Ends a track, for good",
                        List.of(TRACK),
                        (caller, arguments) -> change(caller, arguments, this::stop)),
                Call.of(
                        "track/share",
                        "Lets more users see a track or publish to it, or see it otherwise",
                        List.of(
                                TRACK,
                                Field.users("viewers", USERS_MAX).optional(),
                                Field.users("publishers", USERS_MAX).optional(),
                                Field.oneOf("precision", PRECISIONS).optional(),
                                Field.group("group").optional()),
                        this::share),
                Call.of(
                        "track/unshare",
                        "Takes users, or the group, out of a track",
                        List.of(
                                TRACK,
                                Field.users("users", USERS_MAX).optional(),
                                Field.group("group").optional()),
                        this::unshare),
                Call.of(
                        "track/settings",
                        "How often points are wanted, which are dropped, how long they are kept",
                        TrackTuning.FIELDS,
                        (caller, arguments) -> change(
                                caller,
                                arguments,
                                (track, given) -> TrackEdit.of(track)
                                        .settings(TrackTuning.of(track.settings(), given))
                                        .at(now()))));
    }

    private static List<Field> fields(List<Field> some, List<Field> more) {
        List<Field> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private long now() {
        return clock.millis();
    }

    private CompletionStage<Reply> create(Caller caller, Arguments arguments) {
        UserName owner = caller.user();
        TrackName name = arguments.trackIf("track").orElseGet(() -> new TrackName("t" + caller.requestId()));
        if (!OwnTracksTopic.mayBeNamedBy(name, owner)) {
            throw new RefusalException(
                    Reason.NOT_ALLOWED, "a name with a dot is a device's: " + owner + ".{device} is yours");
        }
        long now = now();
        long start = Math.max(now, arguments.numberIf("start").orElse(now));
        Track.Kind kind = arguments.textIf("kind").flatMap(Track.Kind::ofCode).orElse(Track.Kind.SHARE);
        Track first = share(
                        TrackEdit.first(name, owner, kind, now).startAt(start).endAt(end(arguments, start, 0)),
                        arguments,
                        List.of())
                .at(now);
        return store.find(name).thenCompose(found -> {
            Optional<Track> again = found.filter(
                    it -> it.owner().equals(owner) && arguments.trackIf("track").isEmpty());
            return again.isPresent()
                    ? CompletableFuture.completedStage(reply(again.get(), owner))
                    : changes.create(first).thenApply(made -> {
                        news.shared(made, users(arguments));
                        return reply(made, owner);
                    });
        });
    }

    /** @param otherwise if neither is given */
    private static long end(Arguments arguments, long start, long otherwise) {
        Optional<String> given = arguments.atMostOne("end", "seconds");
        long end = given.isEmpty()
                ? otherwise
                : given.get().equals("end") ? arguments.number("end") : start + arguments.number("seconds") * 1000;
        if (end != 0 && end <= start) {
            throw RefusalException.malformed("end must be 0 or after the start, " + start + ", was " + end);
        }
        return end;
    }

    /** Adds those who are named in the call; of one who is there already the newer word counts. */
    private static TrackEdit share(TrackEdit edit, Arguments arguments, List<Participant> present) {
        Precision precision =
                arguments.textIf("precision").flatMap(Precision::ofCode).orElse(Precision.EXACT);
        Set<UserName> viewers = Set.copyOf(arguments.users("viewers"));
        Set<UserName> publishers = Set.copyOf(arguments.users("publishers"));
        List<Participant> all = new ArrayList<>();
        for (Participant old : present) {
            UserName user = old.user();
            boolean views = viewers.contains(user);
            all.add(new Participant(
                    user,
                    old.publishes() || publishers.contains(user),
                    old.views() || views,
                    views ? precision : old.precision()));
        }
        for (UserName user : users(arguments)) {
            if (present.stream().noneMatch(it -> it.user().equals(user))) {
                all.add(new Participant(user, publishers.contains(user), viewers.contains(user), precision));
            }
        }
        if (all.size() > Track.PARTICIPANTS_MAX) {
            throw new RefusalException(
                    Reason.LIMIT_REACHED, "a track has at most " + Track.PARTICIPANTS_MAX + " participants");
        }
        arguments.groupIf("group").ifPresent(group -> edit.group(group, precision));
        return edit.participants(all);
    }

    private static Set<UserName> users(Arguments arguments) {
        Set<UserName> users = new LinkedHashSet<>(arguments.users("viewers"));
        users.addAll(arguments.users("publishers"));
        return users;
    }

    private Track start(Track track, Arguments arguments) {
        return switch (TrackRules.stateAt(track, now())) {
            case CREATED -> TrackEdit.of(track).startAt(now()).at(now());
            case ACTIVE -> track;
            case ENDED -> throw new RefusalException(TrackRules.ended(track.name()));
        };
    }

    private Track extend(Track track, Arguments arguments) {
        if (arguments.atMostOne("end", "seconds").isEmpty()) {
            throw RefusalException.malformed("one of end, seconds is missing");
        }
        long from = Math.max(now(), track.startAt());
        return TrackEdit.of(track).endAt(end(arguments, from, 0)).at(now());
    }

    private Track stop(Track track, Arguments arguments) {
        if (!track.device().isEmpty()) {
            throw new RefusalException(
                    Reason.NOT_ALLOWED, "the track of a device goes on; take out who shall not see it (track/unshare)");
        }
        return TrackEdit.of(track).ended(now()).at(now());
    }

    private CompletionStage<Reply> share(Caller caller, Arguments arguments) {
        if (users(arguments).isEmpty() && !arguments.has("group")) {
            throw RefusalException.malformed("one of viewers, publishers, group is missing");
        }
        return changes.change(arguments.track("track"), track -> {
                    requireLive(track, caller.user());
                    Track next = share(TrackEdit.of(track), arguments, track.participants())
                            .at(now());
                    return sameBut(track, next) ? track : next;
                })
                .thenApply(track -> {
                    news.shared(track, users(arguments));
                    return reply(track, caller.user());
                });
    }

    /** Nothing to do is no new version: what is repeated finds it done. */
    private static boolean sameBut(Track one, Track other) {
        return one.participants().equals(other.participants())
                && Objects.equals(one.group(), other.group())
                && one.groupPrecision() == other.groupPrecision();
    }

    private CompletionStage<Reply> unshare(Caller caller, Arguments arguments) {
        Set<UserName> users = Set.copyOf(arguments.users("users"));
        if (users.isEmpty() && !arguments.has("group")) {
            throw RefusalException.malformed("one of users, group is missing");
        }
        return changes.change(arguments.track("track"), track -> {
                    boolean self = users.equals(Set.of(caller.user())) && !arguments.has("group");
                    if (!self) {
                        requireLive(track, caller.user());
                    }
                    TrackEdit edit = TrackEdit.of(track)
                            .participants(track.participants().stream()
                                    .filter(it -> !users.contains(it.user()))
                                    .toList());
                    if (arguments
                            .groupIf("group")
                            .filter(group -> group.equals(track.group()))
                            .isPresent()) {
                        edit.group(null, Precision.EXACT);
                    }
                    Track next = edit.at(now());
                    return sameBut(track, next) ? track : next;
                })
                .thenApply(track -> {
                    news.unshared(users);
                    return reply(track, caller.user());
                });
    }

    private interface Change {
        Track of(Track track, Arguments arguments);
    }

    private CompletionStage<Reply> change(Caller caller, Arguments arguments, Change change) {
        return changes.change(arguments.track("track"), track -> {
                    requireOwner(track, caller.user());
                    if (TrackRules.stateAt(track, now()) == Track.State.ENDED) {
                        throw new RefusalException(TrackRules.ended(track.name()));
                    }
                    return change.of(track, arguments);
                })
                .thenApply(track -> reply(track, caller.user()));
    }

    private void requireLive(Track track, UserName user) {
        requireOwner(track, user);
        if (TrackRules.stateAt(track, now()) == Track.State.ENDED) {
            throw new RefusalException(TrackRules.ended(track.name()));
        }
    }

    static void requireOwner(Track track, UserName user) {
        if (!track.owner().equals(user)) {
            throw new RefusalException(Reason.NOT_ALLOWED, "only its owner may change the track " + track.name());
        }
    }

    private Reply reply(Track track, UserName asker) {
        return Reply.of(json -> TrackJson.write(json, track, asker, TrackRules.seenBy(track, asker, false), now()));
    }

    private CompletionStage<Reply> get(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        return store.find(name).thenCompose(found -> {
            Track track = found.orElseThrow(() -> new RefusalException(TrackRules.unknown(name)));
            return rights.isMember(track, caller.user()).thenCompose(member -> {
                Optional<Precision> view = TrackRules.seenBy(track, caller.user(), member);
                if (view.isEmpty() && !TrackRules.mayEverPublish(track, caller.user())) {
                    throw new RefusalException(TrackRules.foreign(track));
                }
                boolean over = TrackRules.stateAt(track, now()) == Track.State.ENDED;
                Optional<Precision> last = over && !track.owner().equals(caller.user()) ? Optional.empty() : view;
                return tracks.status(name)
                        .thenApply(status -> Reply.of(json -> {
                            TrackJson.write(json, track, caller.user(), view, now());
                            TrackJson.writeStatus(json, status, last);
                        }));
            });
        });
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        Optional<GroupName> group = arguments.groupIf("group");
        if (group.isEmpty()) {
            return store.ofUser(caller.user(), page.limit(), page.after())
                    .thenCompose(names -> listed(names, caller.user(), false));
        }
        return rights.isIn(group.get(), caller.user()).thenCompose(member -> {
            if (!member) {
                throw new RefusalException(Reason.NOT_ALLOWED, "you are not in the group " + group.get());
            }
            return store.ofGroup(group.get(), page.limit(), page.after())
                    .thenCompose(names -> listed(names, caller.user(), true));
        });
    }

    private CompletionStage<Reply> listed(Slice<TrackName> names, UserName asker, boolean member) {
        List<CompletableFuture<Optional<Track>>> found = names.items().stream()
                .map(name -> store.find(name).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                .thenApply(done -> Reply.of(json -> {
                    json.writeArrayFieldStart("tracks");
                    for (CompletableFuture<Optional<Track>> each : found) {
                        writeListed(json, each.join(), asker, member);
                    }
                    json.writeEndArray();
                    if (names.next().isPresent()) {
                        Page.writeNext(json, names.next().get());
                    }
                }));
    }

    /** The store also lists what the asker was in once. */
    private void writeListed(JsonGenerator json, Optional<Track> found, UserName asker, boolean member)
            throws IOException {
        if (found.isEmpty()) {
            return;
        }
        Track track = found.get();
        Optional<Precision> view = TrackRules.seenBy(track, asker, member);
        if (view.isPresent() || TrackRules.mayEverPublish(track, asker)) {
            json.writeStartObject();
            TrackJson.write(json, track, asker, view, now());
            json.writeEndObject();
        }
    }
}
