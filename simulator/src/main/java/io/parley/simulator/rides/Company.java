package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory;
import io.parley.simulator.judge.track.TrackHistory.FenceStory;
import io.parley.simulator.judge.track.TrackHistory.Kind;
import io.parley.simulator.judge.track.TrackHistory.Told;
import io.parley.simulator.map.Place;
import io.parley.simulator.map.Route;
import io.parley.simulator.phone.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who else there is around a ride: family that may look on for a while, somebody who pries, a fence on the way, a guest with a
 * link. Director's thread only.
 */
final class Company {
    private static final Duration PRIES_AFTER = Duration.ofSeconds(3);
    private static final int GATE_METRES = 100;
    /** Nearer to the ends of the way a gate would be crossed by who only comes to the door. */
    private static final double GATE_APART_METRES = 180;

    private final RidePlan.Request request;
    private final Town town;
    private final String track;
    private final String driver;
    private final Map<String, Map<Long, Told>> told = new LinkedHashMap<>();
    private final Gate gate = new Gate();

    /** A fence on the way, as far as it has come to be. */
    private static final class Gate {
        private Place centre = new Place(0, 0);
        private long since;
        private boolean stands;
    }

    Company(RidePlan.Request request, Town town, String track, String driver) {
        this.request = request;
        this.town = town;
        this.track = track;
        this.driver = driver;
        request.family().ifPresent(this::invite);
        request.prying().ifPresent(who -> town.later(PRIES_AFTER.toMillis(), () -> pry(who)));
        if (request.gate()) {
            build();
        }
        request.guest().ifPresent(this::link);
    }

    // ---- family

    private void invite(RidePlan.Family family) {
        long asked = town.now();
        String body = TrackCalls.share(track, family.user(), family.precision());
        town.call(driver, "track/share", body, (reply, refused) -> {
            if (refused != null) {
                return;
            }
            town.notebook().granted(family.user(), track, family.precision(), asked);
            town.phones().watch(family.user(), track, family.precision() == Precision.CITY ? "list" : "close");
            family.until().ifPresent(until -> town.later(until.toMillis(), () -> sendAway(family)));
        });
    }

    /** Goes on looking, as far as the phone is concerned. */
    private void sendAway(RidePlan.Family family) {
        town.call(driver, "track/unshare", TrackCalls.unshare(track, family.user()), (reply, refused) -> {
            if (refused == null) {
                town.notebook().ended(family.user(), track, town.now());
                town.notebook().count("rights taken away");
            }
        });
    }

    private void pry(String who) {
        if (request.family().filter(it -> it.user().equals(who)).isEmpty()) {
            town.notebook().count("prying");
            town.phones().watch(who, track, "close");
        }
    }

    // ---- a fence on the way

    private String fence() {
        return "gate-" + request.number();
    }

    private void build() {
        Route route = town.roads().route(request.from(), request.to());
        Place middle = middle(route);
        if (middle.metresTo(route.start()) < GATE_APART_METRES || middle.metresTo(route.end()) < GATE_APART_METRES) {
            return;
        }
        String body = TrackCalls.fence(fence(), track, middle, GATE_METRES, "chat/" + driver);
        town.call(request.rider(), "fence/create", body, (reply, refused) -> {
            if (refused == null) {
                gate.centre = middle;
                gate.since = town.now();
                gate.stands = true;
            }
        });
    }

    private static Place middle(Route route) {
        double left = route.metres() / 2;
        int leg = 0;
        while (leg + 1 < route.legs().size() && left > route.legs().get(leg).metres()) {
            left -= route.legs().get(leg).metres();
            leg++;
        }
        return route.places()
                .get(leg)
                .toward(
                        route.places().get(leg + 1),
                        left / route.legs().get(leg).metres());
    }

    /** @param seq its place in the chat: what comes again is not told again */
    void fenceTold(String to, Reply event, long seq) {
        Kind kind = event.text("event").equals("enter") ? Kind.ENTER : Kind.EXIT;
        if (event.text("fence").equals(fence()) && !event.text("event").equals("dwell")) {
            told.computeIfAbsent(to, key -> new TreeMap<>())
                    .put(seq, new Told(kind, (long) event.number("crossing"), (long) event.number("at")));
        }
    }

    // ---- a guest

    private void link(Duration length) {
        Guest.invite(town, driver, track, request.number(), length);
    }

    /** What the judge is to know of the fence, when all is over. */
    void testify(long endedAt) {
        if (!gate.stands) {
            return;
        }
        for (String who : List.of(driver, request.rider())) {
            town.notebook()
                    .fence(new FenceStory(
                            track,
                            fence() + " as told to " + who,
                            gate.centre,
                            GATE_METRES,
                            gate.since,
                            endedAt == 0 ? TrackHistory.NEVER : endedAt,
                            List.copyOf(told.getOrDefault(who, Map.of()).values())));
        }
    }
}
