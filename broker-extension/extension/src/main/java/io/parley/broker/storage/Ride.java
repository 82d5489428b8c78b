package io.parley.broker.storage;

import io.parley.protocol.UserName;

/**
 * What makes a track a ride: the driver brings the rider from one place to another.
 *
 * @param changedAt when the stage began, Unix milliseconds
 */
public record Ride(UserName driver, UserName rider, Position pickUp, Position dropOff, Stage stage, long changedAt) {
    /** In this order, never back. */
    public enum Stage {
        /** On the way to the rider. */
        COMING("coming"),
        /** At the pick-up place. */
        ARRIVED("arrived"),
        /** Left it, with the rider. */
        ABOARD("aboard"),
        /** At the drop-off place: the ride and its track have ended. */
        OVER("over");

        private final String code;

        Stage(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public Ride at(Stage next, long now) {
        return new Ride(driver, rider, pickUp, dropOff, next, now);
    }
}
