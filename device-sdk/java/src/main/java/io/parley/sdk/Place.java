package io.parley.sdk;

import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.util.List;

/**
 * A place on earth.
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 */
public record Place(double lat, double lon) {
    public Place {
        if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
            throw new IllegalArgumentException("lat " + lat + ", lon " + lon + " is no place on earth");
        }
    }

    JsonText toJson() {
        return JsonText.nothing().and("lat", lat).and("lon", lon);
    }

    static List<JsonText> toJson(List<Place> places) {
        return places.stream().map(Place::toJson).toList();
    }

    static Place of(JsonObject it) {
        return new Place(it.decimal("lat", Double.NaN), it.decimal("lon", Double.NaN));
    }
}
