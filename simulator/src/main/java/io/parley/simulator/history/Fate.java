package io.parley.simulator.history;

import java.util.function.Function;

/** What became of a send, as far as its sender knows at the end. */
public sealed interface Fate {
    /** The server holds it at this place. */
    record Accepted(long seq) implements Fate {}

    /** Refused for good; it must never turn up anywhere. */
    record Refused(String reason) implements Fate {}

    /** The sender still does not know. */
    record Unknown() implements Fate {}

    default <R> R match(Function<Accepted, R> accepted, Function<Refused, R> refused, Function<Unknown, R> unknown) {
        if (this instanceof Accepted it) {
            return accepted.apply(it);
        }
        if (this instanceof Refused it) {
            return refused.apply(it);
        }
        return unknown.apply((Unknown) this);
    }
}
