package io.parley.cli.track;

import io.parley.cli.account.UsageException;
import io.parley.protocol.json.LocationPoint;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the track points of a GPX file (topografix.com/GPX/1/1), in their order. External entities are not followed. */
final class Gpx {
    /** A point without a time comes so long after the one before. */
    private static final long STEP_MILLIS = 1_000;

    private static final int POINTS_MAX = 1_000_000;

    private Gpx() {}

    /** @throws UsageException if it is no such file, or has no point */
    static List<LocationPoint> read(InputStream in, String name) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            List<LocationPoint> points = points(factory.createXMLStreamReader(in));
            if (points.isEmpty()) {
                throw new UsageException(name + " has no track points (trkpt)");
            }
            return points;
        } catch (XMLStreamException | IllegalArgumentException | DateTimeException e) {
            throw new UsageException(name + " is no GPX file that can be read: " + e.getMessage());
        }
    }

    private static List<LocationPoint> points(XMLStreamReader xml) throws XMLStreamException {
        List<LocationPoint> points = new ArrayList<>();
        long last = -STEP_MILLIS;
        while (xml.hasNext() && points.size() < POINTS_MAX) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("trkpt")) {
                LocationPoint point = point(xml, last + STEP_MILLIS);
                points.add(point);
                last = point.at();
            }
        }
        return points;
    }

    private static LocationPoint point(XMLStreamReader xml, long otherwise) throws XMLStreamException {
        double lat = Double.parseDouble(xml.getAttributeValue(null, "lat"));
        double lon = Double.parseDouble(xml.getAttributeValue(null, "lon"));
        long at = otherwise;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("trkpt")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("time")) {
                at = time(xml.getElementText());
            }
        }
        return LocationPoint.of(lat, lon, at);
    }

    private static long time(String text) throws DateTimeParseException {
        return Instant.parse(text.strip()).toEpochMilli();
    }
}
