package io.parley.broker.location.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.broker.storage.Position;
import io.parley.broker.storage.Trip;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripsTest {
    private static final TrackName CAR = new TrackName("car");

    private static Trip seal(Drive drive) {
        return Trips.seal(CAR, drive.points(), HistorySettings.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, 4, 8})
    void should_measure_a_drive_through_town_whatever_the_receivers_noise(double noiseMetres) {
        Drive drive = new Drive(new Position(47.14, 9.52), 11, noiseMetres);
        for (int block = 0; block < 20; block++) {
            drive.go(25, 13, 0).go(6, 4, Math.PI / 12).stand(block % 3 == 0 ? 40 : 0);
        }
        Trip trip = seal(drive);
        assertThat(trip.metres()).isCloseTo(drive.driven(), within(drive.driven() * 0.06));
        assertThat(trip.millis()).isEqualTo((drive.points().size() - 1) * 1_000L);
        assertThat(trip.points()).isEqualTo(drive.points().size());
        assertThat(trip.line()).isSubsetOf(drive.points());
    }

    @Test
    void should_find_the_stops() {
        Drive drive = new Drive(new Position(47.14, 9.52), 12, 2).go(60, 13, 0);
        long from = Drive.START + drive.points().size() * 1_000L;
        drive.stand(180).go(60, 13, 0).stand(20).go(60, 13, 0);
        Trip trip = seal(drive);
        assertThat(trip.stops()).hasSize(1);
        Trip.Stop stop = trip.stops().get(0);
        assertThat(stop.from()).isBetween(from - 4_000, from + 2_000);
        assertThat(stop.to()).isBetween(from + 178_000, from + 184_000);
    }

    @Test
    void should_not_let_a_parked_car_travel() {
        List<LocationPoint> parked =
                new Drive(new Position(47.14, 9.52), 13, 4).stand(3_600).points();
        assertThat(Trips.metres(parked, HistorySettings.DEFAULT.stepMetres())).isLessThan(150);
        assertThat(Trips.extent(parked)).isLessThan(HistorySettings.DEFAULT.stopMetres());
    }
}
