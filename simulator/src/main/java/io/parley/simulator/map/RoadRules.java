package io.parley.simulator.map;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What the tags of an OpenStreetMap way say to a car: wiki.openstreetmap.org, Key:highway, Key:oneway, Key:maxspeed. */
final class RoadRules {
    private static final double KMH = 1 / 3.6;
    private static final double MILES_PER_HOUR = 0.44704;
    private static final double WALKING = 7 * KMH;
    private static final double UNLIMITED = 130 * KMH;
    private static final double MAX = 200 * KMH;

    /** Kilometres an hour where no sign says otherwise. */
    private static final Map<String, Integer> SPEEDS = Map.ofEntries(
            Map.entry("motorway", 120),
            Map.entry("motorway_link", 60),
            Map.entry("trunk", 100),
            Map.entry("trunk_link", 60),
            Map.entry("primary", 80),
            Map.entry("primary_link", 50),
            Map.entry("secondary", 60),
            Map.entry("secondary_link", 50),
            Map.entry("tertiary", 50),
            Map.entry("tertiary_link", 40),
            Map.entry("unclassified", 50),
            Map.entry("road", 40),
            Map.entry("residential", 30),
            Map.entry("living_street", 20),
            Map.entry("service", 20));

    private static final Set<String> CLOSED = Set.of("no", "private", "agricultural", "forestry", "delivery");

    /** Whether one may drive the way as it is drawn, and against it. */
    enum Direction {
        BOTH,
        FORWARD,
        BACKWARD
    }

    /**
     * A way for cars.
     *
     * @param metresPerSecond how fast one may go
     */
    record Rule(double metresPerSecond, Direction direction, boolean tunnel) {}

    private RoadRules() {}

    /** @return empty if the way is none for cars */
    static Optional<Rule> of(Map<String, String> tags) {
        Integer usual = SPEEDS.get(tags.getOrDefault("highway", ""));
        String access =
                tags.getOrDefault("motorcar", tags.getOrDefault("motor_vehicle", tags.getOrDefault("access", "")));
        if (usual == null
                || CLOSED.contains(access)
                || tags.getOrDefault("area", "").equals("yes")) {
            return Optional.empty();
        }
        double speed = maxSpeed(tags.getOrDefault("maxspeed", "")).orElse(usual * KMH);
        String tunnel = tags.getOrDefault("tunnel", "no");
        return Optional.of(new Rule(speed, direction(tags), !tunnel.equals("no")));
    }

    private static Direction direction(Map<String, String> tags) {
        boolean always = tags.getOrDefault("junction", "").equals("roundabout")
                || tags.getOrDefault("highway", "").equals("motorway")
                || tags.getOrDefault("highway", "").equals("motorway_link");
        return switch (tags.getOrDefault("oneway", always ? "yes" : "no")) {
            case "yes", "true", "1" -> Direction.FORWARD;
            case "-1", "reverse" -> Direction.BACKWARD;
            default -> Direction.BOTH;
        };
    }

    private static OptionalDouble maxSpeed(String sign) {
        if (sign.equals("none")) {
            return OptionalDouble.of(UNLIMITED);
        }
        if (sign.equals("walk")) {
            return OptionalDouble.of(WALKING);
        }
        boolean miles = sign.endsWith("mph");
        String digits = sign.replace("mph", "").replace("km/h", "").strip();
        if (!digits.matches("[0-9]{1,3}")) {
            return OptionalDouble.empty();
        }
        double speed = Integer.parseInt(digits) * (miles ? MILES_PER_HOUR : KMH);
        return speed > 0 && speed <= MAX ? OptionalDouble.of(speed) : OptionalDouble.empty();
    }
}
