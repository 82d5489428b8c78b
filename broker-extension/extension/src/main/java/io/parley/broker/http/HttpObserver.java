package io.parley.broker.http;

/** What becomes of requests for {@code /api}. Called from any thread: count and return. */
@FunctionalInterface
public interface HttpObserver {
    HttpObserver NONE = status -> {};

    void answered(int status);
}
