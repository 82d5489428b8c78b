package io.parley.broker.delivery;

/** Facts of delivery, for whoever counts them. Called on cluster threads: return at once. */
public interface DeliveryObserver {
    DeliveryObserver NONE = new DeliveryObserver() {};

    default void opened(EndpointKind kind) {}

    default void closed(EndpointKind kind) {}

    /** A message went to the wire; {@code resend} as in {@link Delivery}. */
    default void delivered(EndpointKind kind, int resend) {}

    /** A page of sync was answered. */
    default void synced(boolean complete, int messages) {}

    /** A conversation was left to sync: its endpoint did not acknowledge any resend. */
    default void gaveUp(EndpointKind kind) {}
}
