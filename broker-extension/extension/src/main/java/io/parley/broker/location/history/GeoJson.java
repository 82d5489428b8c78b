package io.parley.broker.location.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes GeoJSON (RFC 7946): a FeatureCollection with a Feature for each stretch, cut at the antimeridian as section 3.1.9
 * asks: a LineString, a MultiLineString where it is cut, or a Point if it is no more. The times are in the member {@code coordTimes} of the properties, Unix milliseconds, one for each
 * point in order. Stateless.
 */
public final class GeoJson {
    public static final String CONTENT_TYPE = "application/geo+json";

    private static final JsonFactory JSON = new JsonFactory();

    private GeoJson() {}

    public static String write(TrackName track, List<List<LocationPoint>> stretches) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (List<LocationPoint> stretch : stretches) {
                if (!stretch.isEmpty()) {
                    writeFeature(json, track, stretch);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toString();
    }

    private static void writeFeature(JsonGenerator json, TrackName track, List<LocationPoint> stretch)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeObjectFieldStart("geometry");
        List<List<double[]>> lines = lines(stretch);
        if (stretch.size() == 1) {
            json.writeStringField("type", "Point");
            json.writeFieldName("coordinates");
            write(json, lines.get(0).get(0));
        } else if (lines.size() == 1) {
            json.writeStringField("type", "LineString");
            json.writeFieldName("coordinates");
            writeLine(json, lines.get(0));
        } else {
            json.writeStringField("type", "MultiLineString");
            json.writeArrayFieldStart("coordinates");
            for (List<double[]> line : lines) {
                writeLine(json, line);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("track", track.value());
        json.writeArrayFieldStart("coordTimes");
        for (LocationPoint point : stretch) {
            json.writeNumber(point.at());
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Of longitude, latitude; a new line where two points are closer the other way round the globe. */
    private static List<List<double[]>> lines(List<LocationPoint> stretch) {
        List<List<double[]>> lines = new ArrayList<>();
        List<double[]> line = new ArrayList<>();
        lines.add(line);
        for (int i = 0; i < stretch.size(); i++) {
            LocationPoint point = stretch.get(i);
            if (i > 0 && Math.abs(point.lon() - stretch.get(i - 1).lon()) > 180) {
                LocationPoint before = stretch.get(i - 1);
                double edge = before.lon() > 0 ? 180 : -180;
                double lat = latAtEdge(before, point, edge);
                line.add(new double[] {edge, lat});
                line = new ArrayList<>();
                lines.add(line);
                line.add(new double[] {-edge, lat});
            }
            line.add(new double[] {point.lon(), point.lat()});
        }
        return lines;
    }

    private static double latAtEdge(LocationPoint before, LocationPoint after, double edge) {
        double whole = after.lon() + 2 * edge - before.lon();
        double share = whole == 0 ? 0 : (edge - before.lon()) / whole;
        return before.lat() + share * (after.lat() - before.lat());
    }

    private static void writeLine(JsonGenerator json, List<double[]> line) throws IOException {
        json.writeStartArray();
        for (double[] position : line) {
            write(json, position);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, double[] position) throws IOException {
        json.writeStartArray();
        json.writeNumber(new BigDecimal(Gpx.plain(position[0], 7)));
        json.writeNumber(new BigDecimal(Gpx.plain(position[1], 7)));
        json.writeEndArray();
    }
}
