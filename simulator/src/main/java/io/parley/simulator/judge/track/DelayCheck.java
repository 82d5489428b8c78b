package io.parley.simulator.judge.track;

import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Sitting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a viewer sees is now: once a second, while all has been well for a while, their last point must be the newest the
 * server had a delay ago, or a newer one.
 */
final class DelayCheck {
    private static final long STEP_MILLIS = 1_000;

    private final TrackHistory history;
    private final TrackJudge.Bounds bounds;
    private final TrackFindings findings;
    private final Map<String, TreeMap<Long, Long>> newestByPut = new HashMap<>();
    private final Map<String, List<Span>> upsets = new HashMap<>();
    private final Map<String, List<Grant>> grants = new HashMap<>();
    private final Map<String, TreeMap<Long, Long>> newestSeen = new HashMap<>();

    DelayCheck(TrackHistory history, TrackJudge.Bounds bounds, TrackFindings findings) {
        this.history = history;
        this.bounds = bounds;
        this.findings = findings;
        List<Sent> byPut = new ArrayList<>(history.sent());
        byPut.removeIf(it -> it.putAt() == TrackHistory.NEVER);
        byPut.sort(Comparator.comparingLong(Sent::putAt));
        byPut.forEach(it -> rise(newestByPut, it.track(), it.putAt(), it.at()));
        List<Sighting> byArrival = new ArrayList<>(history.sightings());
        byArrival.sort(Comparator.comparingLong(Sighting::arrivedAt));
        byArrival.forEach(it -> rise(newestSeen, it.viewer() + " " + it.track(), it.arrivedAt(), it.at()));
        for (Upset upset : history.upsets()) {
            upsets.computeIfAbsent(upset.user(), key -> new ArrayList<>()).add(upset.when());
        }
        for (Grant grant : history.grants()) {
            grants.computeIfAbsent(grant.viewer() + " " + grant.track(), key -> new ArrayList<>())
                    .add(grant);
        }
    }

    private static void rise(Map<String, TreeMap<Long, Long>> newest, String key, long when, long at) {
        TreeMap<Long, Long> of = newest.computeIfAbsent(key, it -> new TreeMap<>());
        Map.Entry<Long, Long> before = of.floorEntry(when);
        of.put(when, before == null ? at : Math.max(before.getValue(), at));
    }

    void check() {
        for (Sitting sitting : history.sittings()) {
            for (long now = sitting.from() + bounds.calmMillis(); now < sitting.until(); now += STEP_MILLIS) {
                if (isCalm(sitting, now)) {
                    check(sitting, now);
                }
            }
        }
    }

    private boolean isCalm(Sitting sitting, long now) {
        long since = now - bounds.calmMillis();
        boolean entitled = grants.getOrDefault(sitting.viewer() + " " + sitting.track(), List.of()).stream()
                .anyMatch(it -> it.from() <= since && it.until() > now);
        Publisher publisher = history.publishers().get(sitting.track());
        return entitled
                && publisher != null
                && history.disturbances().stream().noneMatch(it -> it.overlaps(since, now))
                && isCalm(publisher.user(), since, now)
                && isCalm(sitting.viewer(), since, now);
    }

    private boolean isCalm(String user, long since, long now) {
        return upsets.getOrDefault(user, List.of()).stream().noneMatch(it -> it.overlaps(since, now));
    }

    private void check(Sitting sitting, long now) {
        Map.Entry<Long, Long> had =
                newestByPut.getOrDefault(sitting.track(), new TreeMap<>()).floorEntry(now - bounds.delayMillis());
        if (had == null) {
            return; // nothing was sent yet
        }
        findings.looked("seconds watched");
        Map.Entry<Long, Long> seen = newestSeen
                .getOrDefault(sitting.viewer() + " " + sitting.track(), new TreeMap<>())
                .floorEntry(now);
        if (seen == null || seen.getValue() < had.getValue()) {
            findings.found(
                    TrackFault.LATE,
                    sitting.viewer() + " watches " + sitting.track() + " and at " + now + " had "
                            + (seen == null ? "nothing" : "the point of " + seen.getValue()) + ", the server that of "
                            + had.getValue() + " since " + had.getKey());
        }
    }
}
