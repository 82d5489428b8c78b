package io.parley.broker.location;

import io.parley.broker.location.point.Dropped;
import io.parley.protocol.Reason;

/** What happens in live location, one method per fact. Called on hot paths and from any thread: count and return. */
public interface LocationObserver {
    /** An owner took a point in. */
    void taken();

    void dropped(Dropped why);

    /** At the edge or by the owner. */
    void refused(Reason reason);

    /** A point went to a viewer. */
    void shown();

    /** A point was replaced by a newer one before its viewer had room for it. */
    void skipped();

    LocationObserver NONE = new LocationObserver() {
        @Override
        public void taken() {}

        @Override
        public void dropped(Dropped why) {}

        @Override
        public void refused(Reason reason) {}

        @Override
        public void shown() {}

        @Override
        public void skipped() {}
    };
}
