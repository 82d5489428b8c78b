package io.parley.simulator.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers what the checks find: counts all, keeps the first {@link Verdict#FINDINGS_MAX}. */
final class Findings {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final List<Finding> findings = new ArrayList<>();

    void found(Fault fault, String detail) {
        counts.merge(fault, 1L, Long::sum);
        if (findings.size() < Verdict.FINDINGS_MAX) {
            findings.add(new Finding(fault, detail));
        }
    }

    Verdict verdict(long accepted, long delivered) {
        return new Verdict(accepted, delivered, counts, findings);
    }
}
