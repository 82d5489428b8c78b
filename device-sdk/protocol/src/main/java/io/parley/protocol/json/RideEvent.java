package io.parley.protocol.json;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;

/**
 * Content of a message with type {@link io.parley.protocol.ContentTypes#RIDE}, in the chat of driver and rider: a stage of
 * their ride has begun.
 *
 * <pre>{"track":"ride-7","driver":"dan","rider":"alice","stage":"arrived","at":1700000000000}</pre>
 *
 * @param stage {@code coming}, {@code arrived}, {@code aboard}, {@code over}
 * @param at when, Unix milliseconds
 */
public record RideEvent(TrackName track, UserName driver, UserName rider, String stage, long at) {
    private static final int TEXT_LENGTH_MAX = 64;

    public byte[] toJson() {
        return Json.writeObject(json -> {
            json.writeStringField("track", track.value());
            json.writeStringField("driver", driver.value());
            json.writeStringField("rider", rider.value());
            json.writeStringField("stage", stage);
            json.writeNumberField("at", at);
        });
    }

    public static RideEvent parse(byte[] content) throws BadBodyException {
        String[] text = {"", ""};
        UserName[] users = new UserName[2];
        long[] at = {0};
        Json.readObject(content, (field, parser) -> {
            switch (field) {
                case "track" -> text[0] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "stage" -> text[1] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "driver" -> users[0] = Json.readUser(parser, field);
                case "rider" -> users[1] = Json.readUser(parser, field);
                case "at" -> at[0] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        TrackName track =
                TrackName.parse(text[0]).orElseThrow(() -> new BadBodyException("a ride event without track"));
        UserName driver = users[0];
        UserName rider = users[1];
        if (driver == null || rider == null || text[1].isEmpty()) {
            throw new BadBodyException("a ride event names driver, rider and stage");
        }
        return new RideEvent(track, driver, rider, text[1], at[0]);
    }
}
