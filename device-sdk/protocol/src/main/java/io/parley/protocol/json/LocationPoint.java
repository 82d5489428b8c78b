package io.parley.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * One position, in the form of OwnTracks: the body of {@code track/{track}/point} and of {@code owntracks/{user}/{device}}.
 *
 * <pre>{"_type":"location","lat":47.1411,"lon":9.5209,"tst":1700000000,"acc":8,"vel":36,"cog":270,"batt":80,"tid":"al","t":"u"}</pre>
 *
 * {@code lat}, {@code lon} and {@code tst} must be there; {@code _type} may be left out. What is not known is {@link
 * Double#NaN}; a negative {@code acc}, {@code vel}, {@code cog} or {@code batt}, which phones send for "not known", is
 * taken as such. Unknown fields are skipped. Stateless; safe from any thread.
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 * @param at when it was measured ({@code tst}), Unix milliseconds; on the wire seconds, with or without a fraction
 * @param acc radius of uncertainty, metres
 * @param alt metres above sea level
 * @param vel kilometres an hour
 * @param cog course over ground, degrees clockwise from north
 * @param batt charge, per cent
 * @param tid what maps label it with; empty if not given
 * @param trigger why it was sent ({@code t}); empty if not given
 */
public record LocationPoint(
        double lat,
        double lon,
        long at,
        double acc,
        double alt,
        double vel,
        double cog,
        double batt,
        String tid,
        String trigger) {
    public static final String TYPE = "location";
    /** Largest body, bytes. */
    public static final int BYTES_MAX = 4 * 1024;
    /** The first moment of the year 2100, Unix milliseconds: nobody measures beyond. */
    public static final long AT_MAX = 4_102_444_800_000L;

    private static final int LABEL_LENGTH_MAX = 64;

    public LocationPoint {
        if (!(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180)) {
            throw new IllegalArgumentException("lat " + lat + ", lon " + lon + " is no place on earth");
        }
        if (at < 0 || at >= AT_MAX) {
            throw new IllegalArgumentException("at must be 0 to " + (AT_MAX - 1) + ", was " + at);
        }
    }

    /** A place and a time, nothing else known. */
    public static LocationPoint of(double lat, double lon, long at) {
        return of(lat, lon, at, Double.NaN);
    }

    public static LocationPoint of(double lat, double lon, long at, double acc) {
        return new LocationPoint(lat, lon, at, acc, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "", "");
    }

    /** @throws BadBodyException if it is not of this form; the message names the field and the bound */
    public static LocationPoint parse(byte[] body) throws BadBodyException {
        if (body.length > BYTES_MAX) {
            throw new BadBodyException("a point of " + body.length + " bytes, at most " + BYTES_MAX);
        }
        Fields fields = new Fields();
        Json.readObject(body, fields::read);
        return fields.toPoint();
    }

    private static final class Fields {
        private String type = TYPE;
        private double lat = Double.NaN;
        private double lon = Double.NaN;
        private long at = -1;
        private double acc = Double.NaN;
        private double alt = Double.NaN;
        private double vel = Double.NaN;
        private double cog = Double.NaN;
        private double batt = Double.NaN;
        private String tid = "";
        private String trigger = "";

        void read(String field, JsonParser parser) throws IOException, BadBodyException {
            switch (field) {
                case "_type" -> type = Json.readText(parser, field, LABEL_LENGTH_MAX);
                case "lat" -> lat = within(number(parser, field), field, 90);
                case "lon" -> lon = within(number(parser, field), field, 180);
                case "tst" -> at = millis(number(parser, field));
                case "acc" -> acc = positive(parser, field);
                case "alt" -> alt = optional(parser, field);
                case "vel" -> vel = positive(parser, field);
                case "cog" -> cog = positive(parser, field);
                case "batt" -> batt = positive(parser, field);
                case "tid" -> tid = label(parser, field);
                case "t" -> trigger = label(parser, field);
                default -> parser.skipChildren();
            }
        }

        LocationPoint toPoint() throws BadBodyException {
            if (!type.equals(TYPE)) {
                throw new BadBodyException("_type must be " + TYPE);
            }
            if (Double.isNaN(lat) || Double.isNaN(lon)) {
                throw new BadBodyException((Double.isNaN(lat) ? "lat" : "lon") + " is missing");
            }
            if (at < 0) {
                throw new BadBodyException("tst is missing");
            }
            return new LocationPoint(lat, lon, at, acc, alt, vel, cog, batt, tid, trigger);
        }
    }

    private static double number(JsonParser parser, String field) throws IOException, BadBodyException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw new BadBodyException(field + " must be a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new BadBodyException(field + " must be finite");
        }
        return value;
    }

    private static double within(double value, String field, int bound) throws BadBodyException {
        if (Math.abs(value) > bound) {
            throw new BadBodyException(field + " must be -" + bound + " to " + bound + ", was " + value);
        }
        return value;
    }

    private static long millis(double seconds) throws BadBodyException {
        double millis = Math.rint(seconds * 1000);
        if (!(millis >= 0 && millis < AT_MAX)) {
            throw new BadBodyException("tst must be Unix seconds before the year 2100");
        }
        return (long) millis;
    }

    private static double optional(JsonParser parser, String field) throws IOException, BadBodyException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : number(parser, field);
    }

    private static double positive(JsonParser parser, String field) throws IOException, BadBodyException {
        double value = optional(parser, field);
        return value < 0 ? Double.NaN : value;
    }

    private static String label(JsonParser parser, String field) throws IOException, BadBodyException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? "" : Json.readText(parser, field, LABEL_LENGTH_MAX);
    }

    /** As {@link #parse} reads it; what is not known is left out. */
    public byte[] toJson() {
        return Json.writeObject(this::write);
    }

    /** Writes the fields into an object that is open. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStringField("_type", TYPE);
        json.writeNumberField("lat", lat);
        json.writeNumberField("lon", lon);
        json.writeFieldName("tst");
        if (at % 1000 == 0) {
            json.writeNumber(at / 1000);
        } else {
            json.writeNumber(BigDecimal.valueOf(at, 3));
        }
        writeKnown(json, "acc", acc);
        writeKnown(json, "alt", alt);
        writeKnown(json, "vel", vel);
        writeKnown(json, "cog", cog);
        writeKnown(json, "batt", batt);
        if (!tid.isEmpty()) {
            json.writeStringField("tid", tid);
        }
        if (!trigger.isEmpty()) {
            json.writeStringField("t", trigger);
        }
    }

    private static void writeKnown(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isNaN(value)) {
            return;
        }
        json.writeFieldName(field);
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
