package io.parley.broker.location.history;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes GPX 1.1 (topografix.com/GPX/1/1): a {@code trk} with a {@code trkseg} for each stretch. Stateless. */
public final class Gpx {
    public static final String NAMESPACE = "http://www.topografix.com/GPX/1/1";
    public static final String CONTENT_TYPE = "application/gpx+xml";

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private Gpx() {}

    public static String write(TrackName track, List<List<LocationPoint>> stretches) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("gpx");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("version", "1.1");
            xml.writeAttribute("creator", "Parley");
            xml.writeStartElement("trk");
            element(xml, "name", track.value());
            for (List<LocationPoint> stretch : stretches) {
                xml.writeStartElement("trkseg");
                for (LocationPoint point : stretch) {
                    write(xml, point);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return out.toString();
    }

    /** In the schema's order: ele, time. Speed and accuracy have no element in 1.1. */
    private static void write(XMLStreamWriter xml, LocationPoint point) throws XMLStreamException {
        xml.writeStartElement("trkpt");
        xml.writeAttribute("lat", plain(point.lat(), 7));
        xml.writeAttribute("lon", plain(point.lon() == 180 ? -180 : point.lon(), 7));
        if (!Double.isNaN(point.alt())) {
            element(xml, "ele", plain(point.alt(), 1));
        }
        element(xml, "time", Instant.ofEpochMilli(point.at()).toString());
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /** Without an exponent, which xsd:decimal does not know. */
    static String plain(double value, int digits) {
        return BigDecimal.valueOf(value)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
