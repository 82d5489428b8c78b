package io.parley.simulator.judge;

import java.util.List;
import java.util.Map;

/**
 * What the judge found.
 *
 * @param accepted messages their senders were told are accepted
 * @param delivered messages handed to applications, each endpoint counted
 * @param counts of every fault; absent means none
 * @param findings the first {@link #FINDINGS_MAX} of them
 */
public record Verdict(long accepted, long delivered, Map<Fault, Long> counts, List<Finding> findings) {
    public static final int FINDINGS_MAX = 1_000;

    public Verdict {
        counts = Map.copyOf(counts);
        findings = List.copyOf(findings);
    }

    public long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** Whether every promise was kept, and there was something to keep. */
    public boolean isClean() {
        return accepted > 0 && counts.values().stream().allMatch(count -> count == 0);
    }
}
