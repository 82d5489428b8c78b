package io.parley.simulator.judge;

import java.util.Locale;

/** One broken promise, in words with the ids and seqs it takes to look for it. */
public record Finding(Fault fault, String detail) {
    @Override
    public String toString() {
        return fault.name().toLowerCase(Locale.ROOT) + ": " + detail;
    }
}
