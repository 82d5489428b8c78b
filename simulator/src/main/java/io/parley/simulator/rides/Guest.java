package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.phone.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Somebody without an account, who has a link and looks at it once a second over HTTP, also after it was taken back.
 * Director's thread, but for the answers.
 */
final class Guest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long EVERY_MILLIS = 1_000;
    private static final long AFTER_MILLIS = 10_000;
    private static final int OK = 200;

    private final Town town;
    private final String name;
    private final String track;
    private final String token;
    private final long until;

    private Guest(Town town, String name, String track, String token, long until) {
        this.town = town;
        this.name = name;
        this.track = track;
        this.token = token;
        this.until = until;
    }

    /** The owner makes a link, and takes it back after so long. */
    static void invite(Town town, String owner, String track, int number, Duration length) {
        long asked = town.now();
        String name = "guest-" + number;
        town.call(
                owner,
                "track/guest",
                TrackCalls.guest(track, asked, asked + Duration.ofHours(1).toMillis()),
                (reply, refused) -> {
                    if (refused != null) {
                        return;
                    }
                    town.notebook().granted(name, track, Precision.EXACT, asked);
                    long until = town.now() + length.toMillis() + AFTER_MILLIS;
                    new Guest(town, name, track, reply.text("token"), until).look();
                    town.later(length.toMillis(), () -> revoke(town, owner, track, name, reply.text("guest")));
                });
    }

    private static void revoke(Town town, String owner, String track, String name, String id) {
        town.call(owner, "track/revoke", TrackCalls.revoke(track, id), (reply, refused) -> {
            if (refused == null) {
                town.notebook().ended(name, track, town.now());
                town.notebook().count("links taken back");
            }
        });
    }

    private void look() {
        if (town.now() > until) {
            return;
        }
        town.later(EVERY_MILLIS, this::look);
        List<Integer> ports = town.httpPorts();
        if (ports.isEmpty()) {
            return;
        }
        int port = ports.get(town.random().nextInt(ports.size()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/guest/" + token))
                .timeout(TIMEOUT)
                .build();
        HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .whenCompleteAsync(
                        (response, error) -> {
                            if (error == null) {
                                saw(response.statusCode(), response.body());
                            } else if (!(error.getCause() instanceof IOException)) {
                                town.notebook().count("guest: " + error);
                            }
                        },
                        town);
    }

    private void saw(int status, String body) {
        town.notebook().count("guest: " + status);
        Reply feature = Reply.of(body);
        List<Double> at = feature.inner("geometry").numbers("coordinates");
        double time = feature.inner("properties").number("time");
        if (status == OK && at.size() >= 2 && time > 0) {
            town.notebook().seenByGuest(name, track, town.now(), Math.round(time), at.get(1), at.get(0));
        }
    }
}
