package io.parley.broker.location.history;

/** What happens to histories, for whoever watches. Called from many threads; must not block. */
public interface HistoryObserver {
    HistoryObserver NONE = new HistoryObserver() {};

    default void written(int points) {}

    default void lost(int points) {}

    default void sealed(int points, int kept) {}
}
