package io.parley.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.simulator.map.Place;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Place HERE = new Place(47.14, 9.52);
    private static final Motion MOVING = new Motion(HERE, 12, 90, false);
    private static final Motion COVERED = new Motion(HERE, 12, 90, true);

    @Test
    void should_say_honestly_how_wrong_it_is() {
        int within = 0;
        int all = 0;
        double worst = 0;
        for (int phone = 0; phone < 40; phone++) {
            Receiver receiver = new Receiver(new SplittableRandom(phone));
            for (int second = 0; second < 600; second++) {
                Fix fix = receiver.fix(START.plusSeconds(second), MOVING).orElseThrow();
                double error = fix.place().metresTo(HERE);
                within += error <= fix.accuracyMetres() ? 1 : 0;
                worst = Math.max(worst, error);
                all++;
            }
        }
        assertThat((double) within / all).isBetween(0.6, 0.85);
        assertThat(worst).isBetween(10.0, 80.0);
    }

    @Test
    void should_wander_rather_than_jump() {
        Receiver receiver = new Receiver(new SplittableRandom(4));
        double steps = 0;
        double errors = 0;
        Place before = receiver.fix(START, MOVING).orElseThrow().place();
        for (int second = 1; second < 1_000; second++) {
            Place now = receiver.fix(START.plusSeconds(second), MOVING)
                    .orElseThrow()
                    .place();
            steps += now.metresTo(before);
            errors += now.metresTo(HERE);
            before = now;
        }
        assertThat(steps).isLessThan(errors / 2);
    }

    @Test
    void should_have_no_fix_in_a_tunnel_and_a_poor_one_after_it() {
        Receiver receiver = new Receiver(new SplittableRandom(2));
        Fix good = receiver.fix(START, MOVING).orElseThrow();
        for (int second = 1; second < 20; second++) {
            assertThat(receiver.fix(START.plusSeconds(second), COVERED)).isEmpty();
        }
        Optional<Fix> back = Optional.empty();
        int second = 20;
        for (; back.isEmpty(); second++) {
            back = receiver.fix(START.plusSeconds(second), MOVING);
        }
        assertThat(second).isLessThan(26);
        assertThat(back.orElseThrow().accuracyMetres()).isGreaterThan(2 * good.accuracyMetres());
    }

    @Test
    void should_hear_the_same_for_the_same_seed() {
        Fix one = new Receiver(new SplittableRandom(8)).fix(START, MOVING).orElseThrow();
        Fix again = new Receiver(new SplittableRandom(8)).fix(START, MOVING).orElseThrow();

        assertThat(again).isEqualTo(one);
    }
}
