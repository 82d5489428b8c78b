package io.parley.sdk.internal.client;

import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.transport.Transport;
import io.parley.sdk.internal.transport.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the application holds of live location: publishers and views, told by the session what comes of them. Outputs are
 * performed by the session's thread; the rest is safe from any thread. Several views of a track share one subscription.
 */
final class TrackHandles {
    private static final String CLOSED = "closed";
    private static final Duration PERIOD_DEFAULT = Duration.ofSeconds(15);

    private final Transport transport;
    private final Wire wire;
    private final UserCode userCode;
    private final Consumer<Input> session;
    private final Map<TrackName, Publisher> publishers = new ConcurrentHashMap<>();
    /** Guarded by itself. */
    private final Map<TrackName, List<View>> views = new HashMap<>();

    private volatile boolean closed;

    TrackHandles(Transport transport, Wire wire, UserCode userCode, Consumer<Input> session) {
        this.transport = transport;
        this.wire = wire;
        this.userCode = userCode;
        this.session = session;
    }

    /** @return whether it was about live location */
    boolean perform(Output output) {
        if (output instanceof Output.PublishPoint it) {
            transport.publish(wire.encode(it));
        } else if (output instanceof Output.WatchTrack it) {
            transport.subscribe(Topics.point(it.track()), it.need() == TrackView.Need.LIST ? "list" : null);
        } else if (output instanceof Output.Unwatch it) {
            transport.unsubscribe(Topics.point(it.track()));
        } else if (output instanceof Output.PublisherTold it) {
            told(it);
        } else if (output instanceof Output.Seen it) {
            viewsOf(it.sighting().track()).forEach(view -> view.see(it.sighting()));
        } else if (output instanceof Output.LookOver it) {
            removeAll(it.track()).forEach(view -> view.end(it.why()));
        } else {
            return false;
        }
        return true;
    }

    private void told(Output.PublisherTold it) {
        Publisher publisher = publishers.get(it.track());
        if (publisher != null) {
            publisher.told(it);
            if (!it.over().isEmpty()) {
                publishers.remove(it.track());
                publisher.end(it.over());
            }
        }
    }

    TrackPublisher publish(TrackName track, PublishOptions options) {
        Publisher publisher = new Publisher(track);
        if (publishers.putIfAbsent(track, publisher) != null) {
            throw new IllegalStateException("track " + track + " is being published by this client already");
        }
        session.accept(new Input.Publish(track, options));
        if (closed) {
            close();
        }
        return publisher;
    }

    TrackView look(TrackName track, TrackView.Need need, TrackWatcher watcher) {
        View view = new View(track, need, watcher);
        Optional<Sighting> known;
        synchronized (views) {
            List<View> all = views.computeIfAbsent(track, it -> new ArrayList<>());
            known = all.stream().flatMap(it -> it.last().stream()).findFirst();
            all.add(view);
            session.accept(new Input.Look(track, needOf(all)));
        }
        known.ifPresent(view::see);
        if (closed) {
            close();
        }
        return view;
    }

    private static TrackView.Need needOf(List<View> all) {
        return all.stream().anyMatch(it -> it.need == TrackView.Need.CLOSE)
                ? TrackView.Need.CLOSE
                : TrackView.Need.LIST;
    }

    private List<View> viewsOf(TrackName track) {
        synchronized (views) {
            return List.copyOf(views.getOrDefault(track, List.of()));
        }
    }

    private List<View> removeAll(TrackName track) {
        synchronized (views) {
            List<View> all = views.remove(track);
            return all == null ? List.of() : all;
        }
    }

    private void change(View view, TrackView.@Nullable Need need) {
        synchronized (views) {
            List<View> all = views.getOrDefault(view.track, List.of());
            if (!all.contains(view)) {
                return;
            }
            TrackView.Need before = needOf(all);
            if (need != null) {
                view.need = need;
            } else {
                all.remove(view);
            }
            if (all.isEmpty()) {
                views.remove(view.track);
                session.accept(new Input.LookAway(view.track));
            } else if (needOf(all) != before) {
                session.accept(new Input.Look(view.track, needOf(all)));
            }
        }
    }

    /** Nothing comes of any of them any more. */
    void close() {
        closed = true;
        publishers.keySet().forEach(track -> {
            Publisher publisher = publishers.remove(track);
            if (publisher != null) {
                publisher.end(CLOSED);
            }
        });
        List<TrackName> watched;
        synchronized (views) {
            watched = List.copyOf(views.keySet());
        }
        watched.forEach(track -> removeAll(track).forEach(view -> view.end(CLOSED)));
    }

    private final class Publisher implements TrackPublisher {
        private final TrackName track;
        private final CompletableFuture<String> over = new CompletableFuture<>();
        private volatile Duration period = PERIOD_DEFAULT;
        private volatile int waiting;
        private volatile long taken;

        Publisher(TrackName track) {
            this.track = track;
        }

        void told(Output.PublisherTold it) {
            period = Duration.ofMillis(it.periodMillis());
            waiting = it.waiting();
            taken = it.taken();
        }

        void end(String why) {
            userCode.free(() -> over.complete(why));
        }

        @Override
        public TrackName track() {
            return track;
        }

        @Override
        public void position(LocationPoint point) {
            session.accept(new Input.Position(track, point));
        }

        @Override
        public Duration period() {
            return period;
        }

        @Override
        public int waiting() {
            return waiting;
        }

        @Override
        public long taken() {
            return taken;
        }

        @Override
        public CompletionStage<String> over() {
            return over.copy();
        }

        @Override
        public void close() {
            session.accept(new Input.StopPublishing(track));
        }
    }

    private final class View implements TrackView {
        private final TrackName track;
        private final TrackWatcher watcher;
        private final AtomicReference<@Nullable Sighting> slot = new AtomicReference<>();
        /** Guarded by the views. */
        private Need need;

        private volatile @Nullable Sighting last;

        View(TrackName track, Need need, TrackWatcher watcher) {
            this.track = track;
            this.need = need;
            this.watcher = watcher;
        }

        /** A newer one takes the place of one the watcher has not been told yet. */
        void see(Sighting sighting) {
            last = sighting;
            if (slot.getAndSet(sighting) == null) {
                userCode.add(() -> {
                    Sighting newest = slot.getAndSet(null);
                    if (newest != null) {
                        watcher.seen(newest);
                    }
                });
            }
        }

        void end(String why) {
            userCode.add(() -> watcher.over(why));
        }

        @Override
        public TrackName track() {
            return track;
        }

        @Override
        public Optional<Sighting> last() {
            return Optional.ofNullable(last);
        }

        @Override
        public void need(Need wanted) {
            change(this, wanted);
        }

        @Override
        public void close() {
            change(this, null);
        }
    }
}
