package io.parley.simulator.judge.track;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the judge found.
 *
 * @param counts of every fault; absent means none
 * @param findings the first of them, in words
 * @param evidence how much there was to judge, by kind: what there was none of was not checked
 */
public record TrackVerdict(Map<TrackFault, Long> counts, List<String> findings, Map<String, Long> evidence) {
    public TrackVerdict {
        Map<TrackFault, Long> ordered = new EnumMap<>(TrackFault.class);
        ordered.putAll(counts);
        counts = ordered;
        findings = List.copyOf(findings);
        evidence = new TreeMap<>(evidence);
    }

    public long count(TrackFault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** Whether every promise was kept, and there was something to keep. */
    public boolean isClean() {
        return counts.values().stream().allMatch(it -> it == 0) && evidence.getOrDefault("sightings", 0L) > 0;
    }
}
