package io.parley.simulator.rides;

import io.parley.simulator.fleet.Line;
import io.parley.simulator.map.Place;
import io.parley.simulator.phone.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the people behind the phones do: riders ask, drivers answer and come, and both heed what they are told. There is no
 * dispatcher beside the server; who is asked is who it says is nearest. Director's thread only.
 */
final class Dispatch {
    static final String FLEET = "taxi";
    private static final long REFRESH_MILLIS = 40_000;
    /** Who founded the fleet's group. */
    static final String FOUNDER = "boss";

    private final Town town;
    private final Map<Integer, Ride> rides = new LinkedHashMap<>();
    private final Map<String, Ride> byTrack = new HashMap<>();
    private final Map<String, Integer> corners = new HashMap<>();
    private long nextRefresh = Long.MAX_VALUE;
    private final Set<String> busy = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Map<String, Long> endedAt = new HashMap<>();

    Dispatch(Town town, RidePlan plan) {
        this.town = town;
        for (RidePlan.Driver driver : plan.drivers()) {
            corners.put(driver.user(), driver.home());
        }
        for (RidePlan.Request request : plan.requests()) {
            Ride ride = new Ride(request, town, this);
            rides.put(request.number(), ride);
            byTrack.put(ride.track(), ride);
        }
    }

    List<Ride> rides() {
        return List.copyOf(rides.values());
    }

    void begin(int number) {
        Ride ride = rides.get(number);
        if (ride != null) {
            ride.begin(town.now());
        }
    }

    void tick(long now) {
        rides.values().forEach(it -> it.tick(now));
        if (now >= nextRefresh) {
            nextRefresh = now + REFRESH_MILLIS;
            freeDrivers().forEach(this::sayFree);
        }
    }

    long underWay() {
        return rides.values().stream().filter(Ride::isUnderWay).count();
    }

    long driven() {
        return rides.values().stream().filter(Ride::wasDriven).count();
    }

    long done() {
        return rides.values().stream().filter(Ride::isDone).count();
    }

    /** From now on it is said again and again who is free. */
    void open() {
        nextRefresh = 0;
    }

    /** Puts all drivers into the group that is their fleet. */
    void found(RidePlan plan) {
        List<String> names =
                plan.drivers().stream().map(it -> "\"" + it.user() + "\"").toList();
        int[] left = {plan.drivers().size()};
        for (RidePlan.Driver driver : plan.drivers()) {
            town.call(driver.user(), "profile/set", "{\"addable\":\"everyone\"}", (reply, refused) -> {
                if (--left[0] == 0) {
                    String body = "{\"group\":\"" + FLEET + "\",\"join\":\"open\",\"members\":["
                            + String.join(",", names) + "]}";
                    town.call(FOUNDER, "group/create", body, (made, not) -> {});
                }
            });
        }
    }

    // ---- drivers

    /** Where the car stands, or will when it has arrived. */
    int corner(String driver) {
        Integer corner = corners.get(driver);
        if (corner == null) {
            throw new IllegalArgumentException(driver + " drives no car");
        }
        return corner;
    }

    void standsAt(String driver, int corner) {
        corners.put(driver, corner);
    }

    List<String> freeDrivers() {
        return corners.keySet().stream()
                .filter(it -> !busy.contains(it))
                .sorted()
                .toList();
    }

    /** Says so to the server. */
    void isFreeAgain(String driver) {
        busy.remove(driver);
        sayFree(driver);
    }

    private void sayFree(String driver) {
        Place place = town.roads().place(corner(driver));
        town.call(driver, "fleet/free", TrackCalls.free(FLEET, place), (reply, refused) -> {});
    }

    // ---- what comes to phones

    void heard(Line line) {
        switch (line.verb()) {
            case "message" -> message(line.text(0), line.text(1), line.number(2), Reply.of(line.rest(4)));
            case "event" -> event(line.text(0), Reply.of(line.rest(2)));
            default -> {
                // For the notebook.
            }
        }
    }

    private void message(String user, String conversation, long seq, Reply body) {
        if (!read.add(user + " " + conversation + " " + seq)) {
            return; // the broker was not sure whether it had come
        }
        String other = conversation.substring(conversation.indexOf('/') + 1);
        if (body.has("offer")) {
            offered(user, other, (int) body.number("offer"));
        } else if (body.has("accepts")) {
            answered(user, (int) body.number("accepts"), true);
        } else if (body.has("declines")) {
            answered(user, (int) body.number("declines"), false);
        } else if (body.has("track")) {
            news(user, seq, body);
        }
    }

    /** A rider asks a driver. Own messages come as well, to the other end of the chat. */
    private void offered(String driver, String rider, int number) {
        Ride ride = rides.get(number);
        if (ride == null || !corners.containsKey(driver)) {
            return;
        }
        if (!busy.add(driver)) {
            answer(driver, rider, "{\"declines\":" + number + "}");
            return;
        }
        town.call(driver, "fleet/free", TrackCalls.busy(FLEET), (reply, refused) -> {});
        long asked = town.now();
        Place from = town.roads().place(ride.request().from());
        Place to = town.roads().place(ride.request().to());
        town.call(
                driver, "ride/start", TrackCalls.rideStart(ride.track(), driver, rider, from, to), (reply, refused) -> {
                    if (refused != null) {
                        answer(driver, rider, "{\"declines\":" + number + "}");
                        isFreeAgain(driver);
                        return;
                    }
                    ride.started(driver, asked);
                    answer(driver, rider, "{\"accepts\":" + number + "}");
                });
    }

    private void answer(String driver, String rider, String json) {
        town.say(driver, "chat/" + rider, json, (reply, refused) -> {});
    }

    private void answered(String rider, int number, boolean accepted) {
        Ride ride = rides.get(number);
        if (ride != null && ride.request().rider().equals(rider)) {
            ride.answered(accepted);
        }
    }

    /** What the server says of a track, in a message that both get. */
    private void news(String user, long seq, Reply body) {
        Ride ride = byTrack.get(body.text("track"));
        if (ride == null) {
            return;
        }
        town.notebook().count("told " + body.text("event") + body.text("stage"));
        switch (body.text("stage")) {
            case "arrived" -> ride.arrived();
            case "over" -> over(ride.track());
            default -> {
                // Nothing to do about it.
            }
        }
        ride.told(user, body, seq);
    }

    /** A connection is told how it goes with a track. To whom the right is taken away it has ended, too, but to nobody else. */
    private void event(String user, Reply body) {
        Ride ride = byTrack.get(body.text("track"));
        boolean party = ride != null
                && (user.equals(ride.driver()) || user.equals(ride.request().rider()));
        if (party && body.text("state").equals("ended")) {
            over(body.text("track"));
        }
    }

    private void over(String track) {
        Ride ride = byTrack.get(track);
        if (ride != null) {
            endedAt.putIfAbsent(track, town.now());
            ride.over();
        }
    }

    // ---- the end

    /** What the judge is to know of fences. */
    void testify() {
        for (Ride ride : rides.values()) {
            ride.testify(endedAt(ride.track()));
        }
    }

    /** All rides that are not over: what the judge calls endless. */
    List<String> stuck() {
        List<String> stuck = new ArrayList<>();
        for (Ride ride : rides.values()) {
            if (ride.isUnderWay()) {
                stuck.add(ride.toString());
            }
        }
        return stuck;
    }

    long endedAt(String track) {
        return endedAt.getOrDefault(track, 0L);
    }
}
