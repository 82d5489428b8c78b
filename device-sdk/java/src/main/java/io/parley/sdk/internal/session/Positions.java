package io.parley.sdk.internal.session;

import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.sdk.TrackChanged;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Live location: tracks this endpoint publishes into and tracks it watches. Nothing of it is stored, and nothing of it is
 * repeated to the application: the last position counts.
 */
final class Positions {
    private static final String ENDED = "ended";

    private final SessionLimits limits;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final LongSupplier tokens;
    private final Map<TrackName, PointSender> senders = new LinkedHashMap<>();
    private final Map<TrackName, Sightings> views = new LinkedHashMap<>();
    private boolean connected;

    Positions(SessionLimits limits, RandomGenerator random, Consumer<Output> out, LongSupplier tokens) {
        this.limits = limits;
        this.random = random;
        this.out = out;
        this.tokens = tokens;
    }

    void accept(Now now, Input.OfTracks input) {
        if (input instanceof Input.Publish it) {
            PointSender sender = new PointSender(it.track(), it.options(), limits, random, out, tokens);
            senders.put(it.track(), sender);
            if (connected) {
                sender.connected();
            }
        } else if (input instanceof Input.Position it) {
            PointSender sender = senders.get(it.track());
            if (sender != null) {
                sender.position(it.point());
            }
        } else if (input instanceof Input.StopPublishing it) {
            PointSender sender = senders.get(it.track());
            if (sender != null) {
                sender.close(now);
            }
        } else if (input instanceof Input.Look it) {
            look(it);
        } else if (input instanceof Input.LookAway it) {
            if (views.remove(it.track()) != null && connected) {
                out.accept(new Output.Unwatch(it.track()));
            }
        }
    }

    /** Again with another need: the server is told. */
    private void look(Input.Look it) {
        Sightings view = views.computeIfAbsent(it.track(), track -> new Sightings(track, it.need()));
        view.need(it.need());
        if (connected) {
            out.accept(new Output.WatchTrack(it.track(), it.need()));
        }
    }

    void hear(Now now, Input.TrackNews news) {
        if (news instanceof Input.PointCame it) {
            Sightings view = views.get(it.track());
            if (view != null) {
                view.came(it.point(), now).ifPresent(sighting -> out.accept(new Output.Seen(sighting)));
            }
        } else if (news instanceof Input.TrackTold it) {
            told(it.change());
        } else if (news instanceof Input.LookRefused it) {
            over(it.track(), it.why());
        }
    }

    private void told(TrackChanged change) {
        PointSender sender = senders.get(change.track());
        if (change.isEnded()) {
            if (sender != null) {
                sender.end(ENDED);
            }
            over(change.track(), ENDED);
        } else if (sender != null) {
            sender.told(change);
        }
        out.accept(new Output.Happened(change));
    }

    private void over(TrackName track, String why) {
        if (views.remove(track) != null) {
            out.accept(new Output.LookOver(track, why));
        }
    }

    void connected() {
        connected = true;
        senders.values().forEach(PointSender::connected);
        views.forEach((track, view) -> out.accept(new Output.WatchTrack(track, view.need())));
    }

    void disconnected() {
        connected = false;
        senders.values().forEach(PointSender::disconnected);
    }

    /** @param refusal null if it was taken */
    void answered(long token, @Nullable Reason refusal, Now now) {
        for (PointSender sender : senders.values()) {
            if (sender.answered(token, refusal, now)) {
                return;
            }
        }
    }

    void advance(Now now) {
        senders.values().forEach(it -> it.advance(now));
        senders.values().removeIf(PointSender::isOver);
    }

    boolean isWaiting() {
        return senders.values().stream().anyMatch(PointSender::isWaitingForAnswers);
    }

    long dueAt() {
        long due = Long.MAX_VALUE;
        for (PointSender sender : senders.values()) {
            due = Math.min(due, sender.dueAt());
        }
        return due;
    }
}
