package io.parley.broker.location;

import io.parley.protocol.Content;
import io.parley.protocol.Precision;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import org.jspecify.annotations.Nullable;

/**
 * A point that was taken in, as its viewers get it: exact ones the publisher's own bytes. What the others get is made when
 * it is first wanted. Immutable to its users; one thread at a time.
 */
public final class TrackPoint {
    private final UserName publisher;
    private final LocationPoint point;
    private final Content body;
    private final @Nullable Content[] coarse = new @Nullable Content[Precision.values().length];

    public TrackPoint(UserName publisher, LocationPoint point, Content body) {
        this.publisher = publisher;
        this.point = point;
        this.body = body;
    }

    public UserName publisher() {
        return publisher;
    }

    public LocationPoint point() {
        return point;
    }

    public Content body() {
        return body;
    }

    /** Whether it was measured later. */
    boolean isAfter(@Nullable TrackPoint other) {
        return other == null || point.at() > other.point.at();
    }

    /** The place as somebody may know it who may know so much. */
    public LocationPoint seen(Precision precision) {
        return precision == Precision.EXACT ? point : Coarse.of(point, precision);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrackPoint that && publisher.equals(that.publisher) && body.equals(that.body);
    }

    @Override
    public int hashCode() {
        return body.hashCode();
    }

    Content as(Precision precision) {
        if (precision == Precision.EXACT) {
            return body;
        }
        Content made = coarse[precision.ordinal()];
        if (made == null) {
            made = Content.wrap(Coarse.of(point, precision).toJson());
            coarse[precision.ordinal()] = made;
        }
        return made;
    }
}
