package io.parley.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationPointTest {
    private static LocationPoint parse(String json) throws BadBodyException {
        return LocationPoint.parse(json.getBytes(UTF_8));
    }

    @Test
    void should_read_what_the_phone_app_sends() throws BadBodyException {
        LocationPoint point =
                parse("{\"_type\":\"location\",\"BSSID\":\"b4:fb:e4\",\"SSID\":\"home\",\"acc\":12,\"alt\":460,"
                        + "\"batt\":81,\"bs\":1,\"conn\":\"w\",\"created_at\":1700000001,\"inregions\":[\"Home\"],\"inrids\":[\"6\"],"
                        + "\"lat\":47.14110,\"lon\":9.52090,\"m\":1,\"t\":\"p\",\"tid\":\"al\",\"topic\":\"owntracks/alice/phone\","
                        + "\"tst\":1700000000,\"vac\":3,\"vel\":0,\"cog\":-1}");
        assertThat(point)
                .isEqualTo(
                        new LocationPoint(47.1411, 9.5209, 1_700_000_000_000L, 12, 460, 0, Double.NaN, 81, "al", "p"));
    }

    @Test
    void should_take_a_place_and_a_time_without_more_and_keep_fractions_of_a_second() throws BadBodyException {
        assertThat(parse("{\"lat\":-90,\"lon\":180,\"tst\":1700000000.25}"))
                .isEqualTo(LocationPoint.of(-90, 180, 1_700_000_000_250L));
    }

    @Test
    void should_read_what_it_writes() throws BadBodyException {
        LocationPoint full =
                new LocationPoint(47.123456789, -9.5, 1_700_000_000_007L, 4.5, -3, 36.5, 359.9, 80, "al", "u");
        assertThat(LocationPoint.parse(full.toJson())).isEqualTo(full);
        LocationPoint bare = LocationPoint.of(0, 0, 0);
        assertThat(new String(bare.toJson(), UTF_8))
                .isEqualTo("{\"_type\":\"location\",\"lat\":0.0,\"lon\":0.0,\"tst\":0}");
        assertThat(LocationPoint.parse(bare.toJson())).isEqualTo(bare);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"lat\":91,\"lon\":9,\"tst\":1}|lat must be -90 to 90, was 91.0",
                "{\"lat\":47,\"lon\":-180.1,\"tst\":1}|lon must be -180 to 180, was -180.1",
                "{\"lat\":NaN,\"lon\":9,\"tst\":1}|not the JSON expected here",
                "{\"lat\":1e999,\"lon\":9,\"tst\":1}|lat must be finite",
                "{\"lat\":\"47\",\"lon\":9,\"tst\":1}|lat must be a number",
                "{\"lat\":null,\"lon\":9,\"tst\":1}|lat must be a number",
                "{\"lon\":9,\"tst\":1}|lat is missing",
                "{\"lat\":47,\"tst\":1}|lon is missing",
                "{\"lat\":47,\"lon\":9}|tst is missing",
                "{\"lat\":47,\"lon\":9,\"tst\":\"now\"}|tst must be a number",
                "{\"lat\":47,\"lon\":9,\"tst\":4102444800}|tst must be Unix seconds before the year 2100",
                "{\"lat\":47,\"lon\":9,\"tst\":1700000000000}|tst must be Unix seconds before the year 2100",
                "{\"lat\":47,\"lon\":9,\"tst\":-1}|tst must be Unix seconds before the year 2100",
                "{\"lat\":47,\"lon\":9,\"tst\":1,\"acc\":\"good\"}|acc must be a number",
                "{\"lat\":47,\"lat\":48,\"lon\":9,\"tst\":1}|not the JSON expected here",
                "{\"_type\":\"transition\",\"lat\":47,\"lon\":9,\"tst\":1}|_type must be location",
                "{\"lat\":47,\"lon\":9,\"tst\":1} x|not the JSON expected here",
                "[47,9]|a JSON object is expected",
                "hello|not the JSON expected here",
            })
    void should_say_what_is_wrong(String body, String why) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(BadBodyException.class)
                .hasMessageContaining(why);
    }

    @Test
    void should_refuse_a_body_that_is_too_large_without_reading_it() {
        byte[] large = new byte[10 * 1024 * 1024];
        assertThatThrownBy(() -> LocationPoint.parse(large))
                .isInstanceOf(BadBodyException.class)
                .hasMessage("a point of 10485760 bytes, at most 4096");
    }
}
