package io.parley.simulator.drive;

import io.parley.simulator.map.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A phone's satellite receiver. Its error is not fresh at every fix but wanders, as that of real ones does: a first-order
 * Gauss-Markov process to the east and another to the north. Between high walls it is worse for a while; under cover there
 * is no fix, and none for some seconds after it, and the first ones then are poor. Not safe for threads; fixes in order.
 */
public final class Receiver {
    private static final double CORRELATION_SECONDS = 30;
    private static final double SIGMA_MIN = 1.8;
    private static final double SIGMA_MAX = 4;
    /** Between walls. */
    private static final double SIGMA_POOR = 11;

    private static final double POOR_PER_SECOND = 0.004;
    private static final double POOR_SECONDS_MIN = 5;
    private static final double POOR_SECONDS_MAX = 20;
    /** Right after a tunnel, and how soon that is over. */
    private static final double SIGMA_BACK = 18;

    private static final double BACK_SECONDS = 8;
    private static final double SEARCH_SECONDS_MAX = 3;
    /** Two thirds of a circular normal error are within this many sigmas. */
    private static final double TWO_THIRDS = 1.515;
    /** The estimate of the error is itself wrong by so much, at most. */
    private static final double ESTIMATE = 0.2;

    private static final double SPEED_SIGMA = 0.25;
    private static final double COURSE_SIGMA = 4;
    /** Below this a course means nothing, and receivers keep the last one. */
    private static final double MOVING = 1;

    private final SplittableRandom random;
    private final double sigmaGood;
    private double east;
    private double north;
    private double course;
    private Instant last = Instant.MIN;
    private Instant poorUntil = Instant.MIN;
    private Instant searchingUntil = Instant.MIN;
    private Instant backSince = Instant.MIN;
    private boolean covered;

    public Receiver(SplittableRandom random) {
        this.random = random;
        this.sigmaGood = random.nextDouble(SIGMA_MIN, SIGMA_MAX);
        this.east = random.nextGaussian() * sigmaGood;
        this.north = random.nextGaussian() * sigmaGood;
    }

    /** @return empty without satellites */
    public Optional<Fix> fix(Instant now, Motion truth) {
        if (!now.isAfter(last)) {
            throw new IllegalArgumentException("a fix of " + now + " after one of " + last);
        }
        double seconds =
                last.equals(Instant.MIN) ? 1 : Duration.between(last, now).toNanos() / 1e9;
        last = now;
        double sigma = sigma(now, seconds, truth.covered());
        double kept = Math.exp(-seconds / CORRELATION_SECONDS);
        double fresh = sigma * Math.sqrt(1 - kept * kept);
        east = east * kept + random.nextGaussian() * fresh;
        north = north * kept + random.nextGaussian() * fresh;
        if (truth.covered() || now.isBefore(searchingUntil)) {
            return Optional.empty();
        }
        Place seen = truth.place().ahead(Math.toDegrees(Math.atan2(east, north)), Math.hypot(east, north));
        double accuracy = TWO_THIRDS
                * Math.max(sigma, Math.hypot(east, north) / 2)
                * random.nextDouble(1 - ESTIMATE, 1 + ESTIMATE);
        double speed = Math.max(0, truth.metresPerSecond() + random.nextGaussian() * SPEED_SIGMA);
        if (truth.metresPerSecond() > MOVING) {
            course = (truth.course() + random.nextGaussian() * COURSE_SIGMA + 360) % 360;
        }
        return Optional.of(new Fix(now, seen, accuracy, speed, course));
    }

    /** How good the sky is. */
    private double sigma(Instant now, double seconds, boolean coveredNow) {
        if (covered && !coveredNow) {
            searchingUntil = now.plusMillis(Math.round(random.nextDouble(0, SEARCH_SECONDS_MAX) * 1_000));
            backSince = searchingUntil;
            east = random.nextGaussian() * SIGMA_BACK / 2;
            north = random.nextGaussian() * SIGMA_BACK / 2;
        }
        covered = coveredNow;
        if (random.nextDouble() < POOR_PER_SECOND * seconds) {
            double length = random.nextDouble(POOR_SECONDS_MIN, POOR_SECONDS_MAX);
            poorUntil = now.plusMillis(Math.round(length * 1_000));
        }
        double sigma = now.isBefore(poorUntil) ? SIGMA_POOR : sigmaGood;
        if (!backSince.equals(Instant.MIN)) {
            double back = Duration.between(backSince, now).toNanos() / 1e9;
            sigma = Math.max(sigma, SIGMA_BACK * Math.exp(-Math.max(0, back) / BACK_SECONDS));
        }
        return sigma;
    }
}
