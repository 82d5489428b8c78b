package io.parley.simulator.judge.track;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what the checks find: counts all, keeps the first {@value #FINDINGS_MAX}. */
final class TrackFindings {
    static final int FINDINGS_MAX = 1_000;

    private final Map<TrackFault, Long> counts = new EnumMap<>(TrackFault.class);
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Long> evidence = new TreeMap<>();

    void found(TrackFault fault, String detail) {
        counts.merge(fault, 1L, Long::sum);
        if (findings.size() < FINDINGS_MAX) {
            findings.add(fault.name().toLowerCase(Locale.ROOT) + ": " + detail);
        }
    }

    void looked(String at) {
        evidence.merge(at, 1L, Long::sum);
    }

    TrackVerdict verdict() {
        return new TrackVerdict(counts, findings, evidence);
    }
}
