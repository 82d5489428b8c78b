package io.parley.broker.location.fence;

/** What happens at fences, for whoever watches. Called from many threads; must not block. */
public interface FenceObserver {
    FenceObserver NONE = new FenceObserver() {};

    default void crossed() {}

    default void told() {}

    /** The conversation does not take it, or its fence's owner may not know where the track is any more. */
    default void refused() {}
}
