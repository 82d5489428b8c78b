package io.parley.simulator.judge.track;

import io.parley.simulator.judge.track.TrackHistory.FenceStory;
import io.parley.simulator.judge.track.TrackHistory.Kind;
import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every crossing of a fence is told once and in order. What crossings there were follows from where the track truly was when
 * points of it reached the server: a stay of some seconds well inside, or well outside, counts. Shorter stays, and such close
 * to the line, may be told or not, but in pairs.
 */
final class CrossingCheck {
    private static final double MARGIN_METRES = 30;
    private static final long STAY_MILLIS = 6_000;
    private static final int STAY_POINTS = 4;

    private final TrackHistory history;
    private final FenceStory story;
    private final TrackFindings findings;

    /** A stretch inside (1), outside (-1), or on the line (0); long enough to count, or not. */
    private record Stay(int side, boolean counts) {}

    CrossingCheck(TrackHistory history, FenceStory story, TrackFindings findings) {
        this.history = history;
        this.story = story;
        this.findings = findings;
    }

    void check() {
        checkAmongThemselves();
        List<Stay> stays = stays();
        List<Kind> expected = new ArrayList<>();
        boolean inside = false;
        for (Stay stay : stays) {
            if (stay.counts && stay.side > 0 != inside) {
                inside = stay.side > 0;
                expected.add(inside ? Kind.ENTER : Kind.EXIT);
            }
        }
        long unclear = unclear(stays);
        expected.forEach(it -> findings.looked("crossings"));
        List<Kind> told = story.told().stream().map(Told::kind).toList();
        if (!isWithin(expected, told)) {
            findings.found(TrackFault.CROSSING_MISSING, where() + ": happened " + expected + ", told " + told);
        } else if (told.size() > expected.size() + 2 * unclear) {
            findings.found(TrackFault.CROSSING_FALSE, where() + ": happened " + expected + ", told " + told);
        }
    }

    /** Stays that may have been noticed or not. To pass over the line on the way from one side to the other is clear. */
    private static long unclear(List<Stay> stays) {
        long unclear = 0;
        for (int i = 0; i < stays.size(); i++) {
            int before = i == 0 ? 0 : stays.get(i - 1).side;
            int after = i + 1 == stays.size() ? 0 : stays.get(i + 1).side;
            boolean passes = stays.get(i).side == 0 && before * after < 0;
            unclear += stays.get(i).counts || passes ? 0 : 1;
        }
        return unclear;
    }

    private String where() {
        return story.track() + " and " + story.fence();
    }

    private void checkAmongThemselves() {
        Told before = null;
        for (Told told : story.told()) {
            if (before != null && told.number() == before.number()) {
                findings.found(TrackFault.CROSSING_FALSE, where() + ": crossing " + told.number() + " is told twice");
            } else if (before != null && (told.number() < before.number() || told.at() < before.at())) {
                findings.found(
                        TrackFault.CROSSING_DISORDERED,
                        where() + ": crossing " + told.number() + " is told after " + before.number());
            } else if (before != null && told.kind() == before.kind()) {
                findings.found(TrackFault.CROSSING_FALSE, where() + ": " + told.kind() + " is told twice in a row");
            }
            before = told;
        }
    }

    private List<Stay> stays() {
        Publisher publisher = history.publishers().get(story.track());
        List<Stay> stays = new ArrayList<>();
        if (publisher == null) {
            return stays;
        }
        List<Sent> points = history.sent().stream()
                .filter(it -> it.track().equals(story.track()) && it.putAt() != TrackHistory.NEVER)
                .filter(it -> it.at() >= story.from() && it.at() < story.until())
                .filter(it -> history.disturbances().stream().noneMatch(that -> that.overlaps(it.at(), it.putAt())))
                .sorted(Comparator.comparingLong(Sent::at))
                .toList();
        int side = 0;
        long since = 0;
        long last = 0;
        int count = 0;
        for (Sent point : points) {
            double metres = publisher.truth().at(point.at()).metresTo(story.centre());
            int now = metres <= story.metres() - MARGIN_METRES ? 1 : metres >= story.metres() + MARGIN_METRES ? -1 : 0;
            if (now != side) {
                add(stays, side, count, last - since);
                side = now;
                since = point.at();
                count = 0;
            }
            last = point.at();
            count++;
        }
        add(stays, side, count, last - since);
        return stays;
    }

    private static void add(List<Stay> stays, int side, int count, long millis) {
        if (count > 0) {
            stays.add(new Stay(side, side != 0 && count >= STAY_POINTS && millis >= STAY_MILLIS));
        }
    }

    /** Whether all of {@code some} are in {@code all}, in this order. */
    private static boolean isWithin(List<Kind> some, List<Kind> all) {
        int next = 0;
        for (Kind kind : all) {
            if (next < some.size() && some.get(next) == kind) {
                next++;
            }
        }
        return next == some.size();
    }
}
