package io.parley.simulator.drive;

import io.parley.simulator.map.Place;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the track points of a GPX 1.0 or 1.1 file (topografix.com/GPX/1/1) as one {@link Recording}. Points without time, or
 * not later than the one before, are left out: a recording is of motion.
 */
public final class GpxFile {
    private static final int POINTS_MAX = 1_000_000;

    private final List<Recording.Point> points = new ArrayList<>();
    private @Nullable Instant first;

    private GpxFile() {}

    /** @throws IOException if it is no GPX, or has no point with a time */
    public static Recording read(InputStream in) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        GpxFile file = new GpxFile();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            file.read(xml);
            xml.close();
        } catch (XMLStreamException | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("not a GPX file: " + e.getMessage(), e);
        }
        if (file.points.isEmpty()) {
            throw new IOException("a GPX file without a track point that has a time");
        }
        return new Recording(file.points);
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        boolean gpx = false;
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                if (!gpx && !name.equals("gpx")) {
                    throw new IllegalArgumentException("its root is " + name);
                }
                gpx = true;
                if (name.equals("trkpt")) {
                    point(xml);
                }
            }
        }
    }

    private void point(XMLStreamReader xml) throws XMLStreamException {
        Place place = new Place(degrees(xml, "lat"), degrees(xml, "lon"));
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("trkpt")) {
                return;
            }
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("time")) {
                add(OffsetDateTime.parse(xml.getElementText().strip()).toInstant(), place);
            }
        }
    }

    private static double degrees(XMLStreamReader xml, String attribute) {
        String text = xml.getAttributeValue(null, attribute);
        if (text == null) {
            throw new IllegalArgumentException("a point without " + attribute);
        }
        return Double.parseDouble(text);
    }

    private void add(Instant at, Place place) {
        if (first == null) {
            first = at;
        }
        Duration since = Duration.between(first, at);
        boolean later = points.isEmpty()
                || since.compareTo(points.get(points.size() - 1).since()) > 0;
        if (later && points.size() < POINTS_MAX) {
            points.add(new Recording.Point(since, place));
        }
    }
}
