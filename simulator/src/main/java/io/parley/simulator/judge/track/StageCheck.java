package io.parley.simulator.judge.track;

import io.parley.simulator.judge.track.TrackHistory.Publisher;
import io.parley.simulator.judge.track.TrackHistory.Stage;
import io.parley.simulator.judge.track.TrackHistory.StageStory;
import io.parley.simulator.map.Place;
import java.util.ArrayList;
import java.util.List;

/** A ride that was driven is told as that: at the rider's, away with them, at the goal; each once, in order, where it was. */
final class StageCheck {
    private static final List<String> STAGES = List.of("arrived", "aboard", "over");
    /** What the server takes for being there. */
    private static final double AT_METRES = 50;

    private static final double ERROR_METRES = 60;

    private final TrackHistory history;
    private final StageStory story;
    private final TrackFindings findings;

    StageCheck(TrackHistory history, StageStory story, TrackFindings findings) {
        this.history = history;
        this.story = story;
        this.findings = findings;
    }

    void check() {
        List<String> told = new ArrayList<>();
        for (Stage stage : story.told()) {
            if (STAGES.contains(stage.name())) {
                findings.looked("stages of rides");
                if (told.contains(stage.name())) {
                    found(TrackFault.CROSSING_FALSE, "was told " + stage.name() + " twice");
                } else {
                    told.add(stage.name());
                }
                checkPlace(stage);
            }
        }
        for (String stage : STAGES) {
            if (!told.contains(stage)) {
                found(TrackFault.CROSSING_MISSING, "was not told " + stage);
            }
        }
        if (!told.equals(STAGES.stream().filter(told::contains).toList())) {
            found(TrackFault.CROSSING_DISORDERED, "was told " + told);
        }
    }

    private void checkPlace(Stage stage) {
        Publisher publisher = history.publishers().get(story.track());
        if (publisher == null || stage.name().equals("aboard")) {
            return;
        }
        Place there = stage.name().equals("arrived") ? story.pickUp() : story.dropOff();
        double metres = publisher.truth().at(stage.at()).metresTo(there);
        if (metres > AT_METRES + ERROR_METRES) {
            found(
                    TrackFault.CROSSING_FALSE,
                    "was told " + stage.name() + " when the car was " + Math.round(metres) + " m away");
        }
    }

    private void found(TrackFault fault, String what) {
        findings.found(fault, story.who() + " " + what + " of " + story.track());
    }
}
