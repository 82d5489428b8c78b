package io.parley.broker.delivery;

/** How an endpoint acknowledges, see docs/architecture.md. */
public enum EndpointKind {
    /** Speaks Parley: syncs, gives receipts; delivered with QoS 0. */
    PARLEY,
    /** Knows plain MQTT only: its PUBACK is its receipt; delivered with QoS 1. */
    PLAIN
}
