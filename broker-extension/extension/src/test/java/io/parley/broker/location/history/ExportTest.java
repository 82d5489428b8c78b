package io.parley.broker.location.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ExportTest {
    private static final TrackName CAR = new TrackName("car");
    private static final long AT = 1_700_000_000_250L;

    private final LocationPoint high =
            new LocationPoint(47.1, 9.5, AT, 4, 460.4, Double.NaN, Double.NaN, Double.NaN, "", "");
    private final LocationPoint tiny = LocationPoint.of(0.0000001, -0.0000001, AT + 1_000);
    private final LocationPoint other = LocationPoint.of(-47.25, 9.75, AT + 2_000);

    @Test
    void should_write_gpx_that_a_parser_reads_in_the_schemas_order() throws Exception {
        String gpx = Gpx.write(CAR, List.of(List.of(high, tiny), List.of(other)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(gpx)));
        Element root = document.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("http://www.topografix.com/GPX/1/1");
        assertThat(root.getLocalName()).isEqualTo("gpx");
        assertThat(root.getAttribute("version")).isEqualTo("1.1");
        assertThat(root.getAttribute("creator")).isNotEmpty();
        Element trk = (Element) root.getFirstChild();
        assertThat(trk.getLocalName()).isEqualTo("trk");
        assertThat(trk.getFirstChild().getLocalName()).isEqualTo("name");
        assertThat(trk.getFirstChild().getTextContent()).isEqualTo("car");
        assertThat(named(trk, "trkseg").getLength()).isEqualTo(2);
        NodeList points = named(root, "trkpt");
        assertThat(points.getLength()).isEqualTo(3);
        Element first = (Element) points.item(0);
        assertThat(first.getAttribute("lat")).isEqualTo("47.1");
        assertThat(first.getFirstChild().getLocalName()).isEqualTo("ele");
        assertThat(first.getFirstChild().getTextContent()).isEqualTo("460.4");
        assertThat(Instant.parse(first.getLastChild().getTextContent()).toEpochMilli())
                .isEqualTo(AT);
        Element second = (Element) points.item(1);
        assertThat(second.getAttribute("lat")).as("xsd:decimal has no exponent").isEqualTo("0.0000001");
        assertThat(second.getAttribute("lon")).isEqualTo("-0.0000001");
        assertThat(named(second, "ele").getLength()).isZero();
    }

    private static NodeList named(Element in, String name) {
        return in.getElementsByTagNameNS(Gpx.NAMESPACE, name);
    }

    @Test
    void should_write_geojson_with_longitude_first_and_a_time_for_each_point() throws Exception {
        JsonNode json = new ObjectMapper().readTree(GeoJson.write(CAR, List.of(List.of(high, tiny), List.of(other))));
        assertThat(json.get("type").asText()).isEqualTo("FeatureCollection");
        JsonNode line = json.get("features").get(0);
        assertThat(line.get("type").asText()).isEqualTo("Feature");
        assertThat(line.get("geometry").get("type").asText()).isEqualTo("LineString");
        assertThat(line.get("geometry").get("coordinates").get(0).get(0).asDouble())
                .isEqualTo(9.5);
        assertThat(line.get("geometry").get("coordinates").get(0).get(1).asDouble())
                .isEqualTo(47.1);
        assertThat(line.get("properties").get("coordTimes").get(1).asLong()).isEqualTo(AT + 1_000);
        JsonNode alone = json.get("features").get(1).get("geometry");
        assertThat(alone.get("type").asText()).isEqualTo("Point");
        assertThat(alone.get("coordinates").get(1).asDouble()).isEqualTo(-47.25);
    }

    @Test
    void should_cut_a_line_at_the_antimeridian() throws Exception {
        List<LocationPoint> crossing = List.of(LocationPoint.of(10, 179, AT), LocationPoint.of(12, -179, AT + 1_000));
        JsonNode geometry = new ObjectMapper()
                .readTree(GeoJson.write(CAR, List.of(crossing)))
                .get("features")
                .get(0)
                .get("geometry");
        assertThat(geometry.get("type").asText()).isEqualTo("MultiLineString");
        assertThat(geometry.get("coordinates").toString()).isEqualTo("[[[179,10],[180,11]],[[-180,11],[-179,12]]]");
    }
}
