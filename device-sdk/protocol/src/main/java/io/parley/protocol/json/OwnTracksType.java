package io.parley.protocol.json;

import java.util.Set;

/** The {@code _type} of what an OwnTracks app publishes. Stateless. */
public final class OwnTracksType {
    /** Those of owntracks.org/booklet/tech/json that say something to nobody but the app's own broker or recorder. */
    private static final Set<String> OTHERS = Set.of(
            "beacon",
            "card",
            "cmd",
            "configuration",
            "dump",
            "lwt",
            "request",
            "status",
            "steps",
            "transition",
            "waypoint",
            "waypoints");

    private static final int LENGTH_MAX = 64;

    private OwnTracksType() {}

    /** @throws BadBodyException if the body has no type an app sends */
    public static String of(byte[] body) throws BadBodyException {
        String[] type = {""};
        Json.readObject(body, (field, parser) -> {
            if (field.equals("_type")) {
                type[0] = Json.readText(parser, field, LENGTH_MAX);
            } else {
                parser.skipChildren();
            }
        });
        if (!type[0].equals(LocationPoint.TYPE) && !OTHERS.contains(type[0])) {
            throw new BadBodyException("_type must be one that OwnTracks apps send in the clear");
        }
        return type[0];
    }
}
