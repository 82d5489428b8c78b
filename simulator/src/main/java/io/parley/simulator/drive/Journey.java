package io.parley.simulator.drive;

import java.time.Duration;

/** Motion over time, known from beginning to end: before it one stands at its start, after it at its end. Immutable. */
public interface Journey {
    Duration length();

    /** @param since the start; may be before it or after the end */
    Motion at(Duration since);

    /** Metres truly driven from the start until then. */
    double metresAt(Duration since);
}
