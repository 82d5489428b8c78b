package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory;
import io.parley.simulator.map.Place;
import io.parley.simulator.phone.Reply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One ride from wish to sealed trip, as both phones live it: a state machine that what comes to the phones and the time move
 * on. Director's thread only.
 *
 * <pre>
 * WAITING → ASKING → OFFERED → COMING → BOARDING → ABOARD → OVER → DONE
 *             ↑_________| the driver declined
 * </pre>
 */
final class Ride {
    private static final int NEAREST = 5;
    private static final int METRES_MAX = 8_000;
    private static final long ASK_AGAIN_MILLIS = 2_000;
    private static final long BOARDING_MILLIS = 5_000;
    /** A driver who stands there and is not told so drives on after a while; the judge misses the crossing. */
    private static final long ARRIVAL_PATIENCE_MILLIS = 90_000;
    /** The phone goes on for a while after the end: nobody may see it. */
    private static final long AFTER_END_MILLIS = 4_000;

    private enum Stage {
        WAITING,
        ASKING,
        OFFERED,
        COMING,
        BOARDING,
        ABOARD,
        OVER,
        DONE;

        boolean canBecome(Stage next) {
            return next.ordinal() == ordinal() + 1 || (this == OFFERED && next == ASKING);
        }
    }

    private final RidePlan.Request request;
    private final Town town;
    private final Dispatch dispatch;
    private final Set<String> declined = new HashSet<>();
    private final String track;
    private final String riderTrack;
    private Stage stage = Stage.WAITING;
    private long since;
    private long askAt;
    private boolean asking;
    private boolean arrivedTold;
    private boolean overTold;
    private boolean broken;
    private String driver = "";
    private final Map<String, Map<Long, TrackHistory.Stage>> stages = new HashMap<>();
    private @Nullable Company company;

    Ride(RidePlan.Request request, Town town, Dispatch dispatch) {
        this.request = request;
        this.town = town;
        this.dispatch = dispatch;
        this.track = "ride-" + request.number();
        this.riderTrack = "rider-" + request.number();
    }

    int number() {
        return request.number();
    }

    RidePlan.Request request() {
        return request;
    }

    String track() {
        return track;
    }

    String riderTrack() {
        return riderTrack;
    }

    String driver() {
        return driver;
    }

    boolean isDone() {
        return stage == Stage.DONE || broken;
    }

    boolean isUnderWay() {
        return stage != Stage.WAITING && !isDone();
    }

    /** Whether the car came to the rider and brought them. */
    boolean wasDriven() {
        return stage == Stage.OVER || stage == Stage.DONE;
    }

    @Override
    public String toString() {
        return "ride " + number() + " of " + request.rider() + " with " + (driver.isEmpty() ? "nobody" : driver)
                + " is " + stage.name().toLowerCase(Locale.ROOT);
    }

    private void become(Stage next, long now) {
        if (!stage.canBecome(next)) {
            throw new IllegalStateException(this + " and cannot become " + next);
        }
        stage = next;
        since = now;
    }

    private Place pickUp() {
        return town.roads().place(request.from());
    }

    private Place dropOff() {
        return town.roads().place(request.to());
    }

    // ---- time

    void begin(long now) {
        become(Stage.ASKING, now);
    }

    void tick(long now) {
        switch (stage) {
            case ASKING -> {
                if (!asking && now >= askAt) {
                    ask();
                }
            }
            case COMING -> {
                if (hasArrived(now) && (arrivedTold || hasArrived(now - ARRIVAL_PATIENCE_MILLIS))) {
                    become(Stage.BOARDING, now);
                }
            }
            case BOARDING -> {
                if (now - since >= BOARDING_MILLIS) {
                    driveOff(now);
                }
            }
            case ABOARD -> {
                if (overTold) {
                    over(now);
                } else if (hasArrived(now - ARRIVAL_PATIENCE_MILLIS)) {
                    breaks(", stands at its end and was not told that it is over");
                }
            }
            case OVER -> {
                if (now - since >= AFTER_END_MILLIS && hasArrived(now)) {
                    leave(now);
                }
            }
            default -> {
                // What comes next does not depend on time.
            }
        }
    }

    private boolean hasArrived(long now) {
        return town.traveller(driver).itinerary().hasArrived(now);
    }

    /** Something that must not happen, for the judge; the ride is given up. */
    private void breaks(String what) {
        broken = true;
        town.notebook().endless(this + what);
        town.call(driver, "ride/end", TrackCalls.track(track), (reply, refused) -> {
            town.stopsPublishing(driver, track);
            town.stopsPublishing(request.rider(), riderTrack);
        });
    }

    // ---- finding a driver

    private void ask() {
        asking = true;
        String body = TrackCalls.nearest(Dispatch.FLEET, pickUp(), NEAREST, METRES_MAX);
        town.call(request.rider(), "fleet/nearest", body, (reply, refused) -> {
            asking = false;
            List<String> near = reply.list("drivers").stream()
                    .map(it -> it.text("user"))
                    .filter(it -> !declined.contains(it))
                    .toList();
            if (near.isEmpty()) {
                declined.clear(); // who was busy may be free again
                askAt = town.now() + ASK_AGAIN_MILLIS;
                town.notebook().count("asked in vain");
                return;
            }
            offer(near.get(0));
        });
    }

    private void offer(String to) {
        become(Stage.OFFERED, town.now());
        driver = to;
        String offer = "{\"offer\":" + number() + "}";
        town.say(request.rider(), "chat/" + to, offer, (reply, refused) -> {
            if (refused != null) {
                answered(false);
            }
        });
    }

    /** What the driver says to the offer has come to the rider. */
    void answered(boolean accepted) {
        if (stage != Stage.OFFERED) {
            return;
        }
        if (!accepted) {
            declined.add(driver);
            driver = "";
            become(Stage.ASKING, town.now());
            return;
        }
        become(Stage.COMING, town.now());
        String rider = request.rider();
        town.phones().watch(rider, track, "close");
        // The driver sees where the rider waits.
        String meets = driver;
        long asked = town.now();
        town.notebook().publishes(rider, riderTrack, town.traveller(rider).itinerary());
        town.call(rider, "track/create", TrackCalls.create(riderTrack, meets), (reply, refused) -> {
            if (refused == null && stage != Stage.OVER && stage != Stage.DONE) {
                town.notebook().granted(meets, riderTrack, Precision.EXACT, asked);
                town.publishes(rider, riderTrack);
                town.phones().watch(meets, riderTrack, "close");
            }
        });
    }

    /** The driver has said yes: there is a track, and the car comes. Told before the rider knows. */
    void started(String by, long asked) {
        town.notebook().publishes(by, track, town.traveller(by).itinerary());
        town.notebook().granted(request.rider(), track, Precision.EXACT, asked);
        town.publishes(by, track);
        town.drives(by, dispatch.corner(by), request.from());
        dispatch.standsAt(by, request.from());
        company = new Company(request, town, track, by);
    }

    // ---- what is told of the car

    void arrived() {
        arrivedTold = true;
    }

    private void driveOff(long now) {
        become(Stage.ABOARD, now);
        var drive = town.drives(driver, request.from(), request.to());
        town.traveller(request.rider()).itinerary().go(now, drive);
        dispatch.standsAt(driver, request.to());
    }

    /** The server says that the ride is over; nobody may see anything of it from now on. */
    void over() {
        if (overTold || isDone()) {
            return;
        }
        overTold = true;
        town.notebook().ended(track, town.now());
        if (stage.compareTo(Stage.ABOARD) < 0) {
            breaks(", and is said to be over");
        }
    }

    private void over(long now) {
        become(Stage.OVER, now);
    }

    private void leave(long now) {
        become(Stage.DONE, now);
        town.stopsPublishing(driver, track);
        String rider = request.rider();
        String met = driver;
        town.call(rider, "track/stop", TrackCalls.track(riderTrack), (reply, refused) -> {
            town.notebook().ended(riderTrack, town.now());
            // Goes on for a while, too.
            town.later(AFTER_END_MILLIS, () -> town.stopsPublishing(rider, riderTrack));
        });
        dispatch.isFreeAgain(met);
    }

    /** The server told somebody something of this ride, or of a fence on its way. */
    void told(String to, Reply event, long seq) {
        if (event.has("stage")) {
            stages.computeIfAbsent(to, key -> new TreeMap<>())
                    .put(seq, new TrackHistory.Stage(event.text("stage"), (long) event.number("at")));
        }
        Company with = company;
        if (with != null) {
            with.fenceTold(to, event, seq);
        }
    }

    /** What the judge is to know, when all is over. */
    void testify(long endedAt) {
        Company with = company;
        if (with != null) {
            with.testify(endedAt);
        }
        if (wasDriven()) {
            for (String who : List.of(driver, request.rider())) {
                Map<Long, TrackHistory.Stage> told = stages.getOrDefault(who, Map.of());
                town.notebook()
                        .ride(new TrackHistory.StageStory(track, who, pickUp(), dropOff(), List.copyOf(told.values())));
            }
        }
    }
}
