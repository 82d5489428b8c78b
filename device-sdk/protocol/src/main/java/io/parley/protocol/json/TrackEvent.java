package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.protocol.TrackName;
import java.io.IOException;

/**
 * Body of {@code inbox/{user}/event/track}: to publishers how often points are wanted, to publishers and viewers that it is
 * over.
 *
 * <pre>
 * {"track":"to-work","state":"active","period":1.0}
 * {"track":"to-work","state":"shared"}
 * {"track":"to-work","state":"ended"}
 * {"track":"to-work","state":"refused","reason":"malformed","detail":"lat must be -90 to 90, was 91.0"}
 * </pre>
 *
 * @param state {@code active}; {@code shared} to users who may see it or publish to it from now on; {@code ended}; or {@code refused} for a point that was not taken in and could not be answered so
 * @param periodSeconds how often points are wanted; 0 if not said
 * @param reason code of the refusal, empty if there is none
 * @param detail for people
 */
public record TrackEvent(TrackName track, String state, double periodSeconds, String reason, String detail) {
    public static final String KIND = "track";
    public static final String ACTIVE = "active";
    public static final String ENDED = "ended";
    public static final String SHARED = "shared";
    public static final String REFUSED = "refused";

    private static final int TEXT_LENGTH_MAX = 1_024;

    public static TrackEvent period(TrackName track, long millis) {
        return new TrackEvent(track, ACTIVE, millis / 1000.0, "", "");
    }

    public static TrackEvent shared(TrackName track) {
        return new TrackEvent(track, SHARED, 0, "", "");
    }

    public static TrackEvent ended(TrackName track) {
        return new TrackEvent(track, ENDED, 0, "", "");
    }

    public static TrackEvent refused(TrackName track, String reason, String detail) {
        return new TrackEvent(track, REFUSED, 0, reason, detail);
    }

    public byte[] toJson() {
        return Json.writeObject(json -> {
            json.writeStringField("track", track.value());
            json.writeStringField("state", state);
            if (periodSeconds > 0) {
                json.writeNumberField("period", periodSeconds);
            }
            if (!reason.isEmpty()) {
                json.writeStringField("reason", reason);
                json.writeStringField("detail", detail);
            }
        });
    }

    /** @throws BadBodyException if it is not of this form; unknown fields are skipped */
    public static TrackEvent parse(byte[] body) throws BadBodyException {
        Fields fields = new Fields();
        Json.readObject(body, fields::read);
        TrackName track =
                TrackName.parse(fields.track).orElseThrow(() -> new BadBodyException("track must be a track name"));
        return new TrackEvent(track, fields.state, fields.period, fields.reason, fields.detail);
    }

    private static final class Fields {
        private String track = "";
        private String state = "";
        private double period;
        private String reason = "";
        private String detail = "";

        void read(String field, JsonParser parser) throws IOException, BadBodyException {
            switch (field) {
                case "track" -> track = Json.readText(parser, field, TrackName.LENGTH_MAX);
                case "state" -> state = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "period" -> {
                    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                            && parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
                        throw new BadBodyException("period must be a number");
                    }
                    period = parser.getDoubleValue();
                }
                case "reason" -> reason = Json.readText(parser, field, TEXT_LENGTH_MAX);
                case "detail" -> detail = Json.readText(parser, field, TEXT_LENGTH_MAX);
                default -> parser.skipChildren();
            }
        }
    }
}
