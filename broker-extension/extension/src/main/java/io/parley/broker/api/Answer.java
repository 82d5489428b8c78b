package io.parley.broker.api;

import io.parley.protocol.Refusal;
import java.util.function.Function;

/** What the caller is told. */
public sealed interface Answer {
    /** The call did what it is for. */
    record Done(Reply reply) implements Answer {
        @Override
        public <R> R match(Function<Reply, R> done, Function<Refusal, R> refused) {
            return done.apply(reply);
        }
    }

    /** It did not, or, if the reason is {@code unknown}, nobody can say. */
    record Refused(Refusal refusal) implements Answer {
        @Override
        public <R> R match(Function<Reply, R> done, Function<Refusal, R> refused) {
            return refused.apply(refusal);
        }
    }

    <R> R match(Function<Reply, R> done, Function<Refusal, R> refused);
}
