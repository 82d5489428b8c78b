package io.parley.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GpxFileTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<gpx version=\"1.1\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>";
    private static final String TAIL = "</trkseg></trk></gpx>";

    @Test
    void should_play_what_was_recorded() throws IOException {
        Recording recording = read(HEAD
                + point("47.0", "9.0", "<ele>450</ele><time>2024-05-01T10:00:00Z</time>")
                + point("47.001", "9.0", "<time>2024-05-01T12:00:10+02:00</time>")
                + point("47.001", "9.001", "<time>2024-05-01T10:00:30.500Z</time><hdop>1</hdop>")
                + TAIL);

        assertThat(recording.points()).isEqualTo(3);
        assertThat(recording.length()).isEqualTo(Duration.ofMillis(30_500));
        Motion motion = recording.at(Duration.ofSeconds(5));
        assertThat(motion.place().lat()).isCloseTo(47.0005, within(1e-6));
        assertThat(motion.metresPerSecond()).isCloseTo(11.1, within(0.1));
        assertThat(recording.metresAt(Duration.ofSeconds(5))).isCloseTo(55.6, within(0.1));
        assertThat(recording.at(Duration.ofHours(1)).place().lon()).isEqualTo(9.001);
        assertThat(recording.metresAt(Duration.ofHours(1))).isCloseTo(111.2 + 75.8, within(1.0));
        assertThat(recording.at(Duration.ofSeconds(-1)).metresPerSecond()).isZero();
    }

    @Test
    void should_leave_out_points_that_do_not_move_time_on() throws IOException {
        Recording recording = read(HEAD
                + point("47", "9", "<time>2024-05-01T10:00:00Z</time>")
                + point("48", "9", "<time>2024-05-01T10:00:00Z</time>")
                + point("48", "9", "<time>2024-05-01T09:00:00Z</time>")
                + point("48", "9", "")
                + point("47.1", "9", "<time>2024-05-01T10:01:00Z</time>")
                + TAIL);

        assertThat(recording.points()).isEqualTo(2);
    }

    @Test
    void should_refuse_what_is_no_recording() {
        assertThatThrownBy(() -> read(HEAD + TAIL)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("<kml></kml>"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kml");
        assertThatThrownBy(() -> read(HEAD + point("91", "9", "<time>2024-05-01T10:00:00Z</time>") + TAIL))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(HEAD + point("47", "9", "<time>yesterday</time>") + TAIL))
                .isInstanceOf(IOException.class);
    }

    @Test
    void should_not_read_what_an_entity_points_to() {
        String evil = "<?xml version=\"1.0\"?><!DOCTYPE gpx [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                + "<gpx><trk><trkseg>" + point("47", "9", "<time>&x;</time>") + "</trkseg></trk></gpx>";

        assertThatThrownBy(() -> read(evil)).isInstanceOf(IOException.class);
    }

    private static String point(String lat, String lon, String inside) {
        return "<trkpt lat=\"" + lat + "\" lon=\"" + lon + "\">" + inside + "</trkpt>";
    }

    private static Recording read(String text) throws IOException {
        return GpxFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
