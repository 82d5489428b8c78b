package io.parley.broker.location.point;

/** Why a point was not taken. Names in metrics and in {@code track/get}. */
public enum Dropped {
    /** Older than one that was taken before. */
    OUT_OF_ORDER("out-of-order"),
    DUPLICATE("duplicate"),
    FUTURE("future"),
    STALE("stale"),
    JUMP("jump"),
    DISTANCE("distance"),
    PERIOD("period");

    private final String code;

    Dropped(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
