package io.parley.protocol.json;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;

/**
 * Content of a message with type {@link io.parley.protocol.ContentTypes#FENCE}: a track crossed a fence. The message's sender
 * is the fence's owner.
 *
 * <pre>{"fence":"home","title":"Home","track":"car","user":"alice","event":"enter","crossing":3,"at":1700000000000}</pre>
 *
 * @param title as people call the fence; empty if it has no other name
 * @param user whose track it is
 * @param event {@code enter}, {@code exit} or {@code dwell}
 * @param crossing which one of this track and fence it is, from 1; those that are not told count too
 * @param at when, Unix milliseconds
 */
public record FenceEvent(
        String fence, String title, TrackName track, UserName user, String event, long crossing, long at) {
    private static final int TEXT_LENGTH_MAX = 100;

    public byte[] toJson() {
        return Json.writeObject(json -> {
            json.writeStringField("fence", fence);
            json.writeStringField("title", title);
            json.writeStringField("track", track.value());
            json.writeStringField("user", user.value());
            json.writeStringField("event", event);
            json.writeNumberField("crossing", crossing);
            json.writeNumberField("at", at);
        });
    }

    public static FenceEvent parse(byte[] content) throws BadBodyException {
        String[] text = {"", "", "", ""};
        UserName[] user = new UserName[1];
        long[] numbers = {0, 0};
        Json.readObject(content, (field, parser) -> {
            switch (field) {
                case "fence" -> text[0] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "title" -> text[1] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "track" -> text[2] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "event" -> text[3] = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "user" -> user[0] = Json.readUser(parser, field);
                case "crossing" -> numbers[0] = Json.readLong(parser, field, 1, Long.MAX_VALUE);
                case "at" -> numbers[1] = Json.readLong(parser, field, 0, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        TrackName track =
                TrackName.parse(text[2]).orElseThrow(() -> new BadBodyException("a fence event without track"));
        UserName whose = user[0];
        if (whose == null || text[0].isEmpty() || text[3].isEmpty() || numbers[0] == 0) {
            throw new BadBodyException("a fence event names fence, user, event and crossing");
        }
        return new FenceEvent(text[0], text[1], track, whose, text[3], numbers[0], numbers[1]);
    }
}
