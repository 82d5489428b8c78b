package io.parley.broker.api;

import io.parley.protocol.Reason;
import java.util.Optional;

/** What becomes of calls. Called from any thread: count and return. */
public interface ApiObserver {
    /** @param refused why it was, if it was; what was refused before it ran is not told here */
    void answered(String call, Optional<Reason> refused, long nanos);

    /** A handler failed in a way nobody expected: a bug. */
    void handlerFailed(String call);

    ApiObserver NONE = new ApiObserver() {
        @Override
        public void answered(String call, Optional<Reason> refused, long nanos) {}

        @Override
        public void handlerFailed(String call) {}
    };
}
