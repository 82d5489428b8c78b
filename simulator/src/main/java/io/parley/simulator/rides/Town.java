package io.parley.simulator.rides;

import io.parley.protocol.json.LocationPoint;
import io.parley.simulator.drive.Drive;
import io.parley.simulator.fleet.Line;
import io.parley.simulator.map.RoadGraph;
import io.parley.simulator.phone.PhoneFleet;
import io.parley.simulator.phone.Reply;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Streets, travellers, their phones, and the notebook: what rides are made of. All but {@link #hear} and {@link #execute}
 * belongs to the director's thread, which hands itself in {@link #tick} what came from others.
 */
final class Town implements Executor {
    private final RoadGraph roads;
    private final PhoneFleet phones;
    private final Notebook notebook;
    private final Supplier<List<Integer>> httpPorts;
    private final Clock clock;
    private final SplittableRandom random;
    private final Map<String, Traveller> travellers = new LinkedHashMap<>();
    private final Map<String, String> publishing = new HashMap<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::at));

    Town(
            RoadGraph roads,
            PhoneFleet phones,
            Notebook notebook,
            Supplier<List<Integer>> httpPorts,
            Clock clock,
            long seed) {
        this.httpPorts = httpPorts;
        this.roads = roads;
        this.phones = phones;
        this.notebook = notebook;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
    }

    RoadGraph roads() {
        return roads;
    }

    PhoneFleet phones() {
        return phones;
    }

    Notebook notebook() {
        return notebook;
    }

    long now() {
        return clock.millis();
    }

    /** Where guests may look; asked for each time, since brokers come and go. */
    List<Integer> httpPorts() {
        return httpPorts.get();
    }

    SplittableRandom random() {
        return random;
    }

    void add(Traveller traveller) {
        travellers.put(traveller.user(), traveller);
    }

    boolean has(String user) {
        return travellers.containsKey(user);
    }

    Traveller traveller(String user) {
        Traveller traveller = travellers.get(user);
        if (traveller == null) {
            throw new IllegalArgumentException("nobody here is called " + user);
        }
        return traveller;
    }

    /** Runs it on the director's thread. Safe from any thread. */
    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /** Runs it on the director's thread after so long. */
    void later(long millis, Runnable task) {
        alarms.add(new Alarm(now() + millis, task));
    }

    private record Alarm(long at, Runnable task) {}

    /** One round: what came in, then what everybody's phone measures now. */
    void tick() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
        for (Alarm alarm = alarms.peek(); alarm != null && alarm.at <= now(); alarm = alarms.peek()) {
            alarms.remove().task.run();
        }
        for (Map.Entry<String, String> one : publishing.entrySet()) {
            long now = now();
            traveller(one.getKey()).measure(now).ifPresent(point -> publish(one.getKey(), one.getValue(), point));
        }
    }

    private void publish(String user, String track, LocationPoint point) {
        notebook.measured(track, point);
        phones.fix(user, point.at(), Traveller.json(point));
    }

    void publishes(String user, String track) {
        publishing.put(user, track);
        phones.publishTo(user, track);
    }

    void stopsPublishing(String user, String track) {
        if (publishing.remove(user, track)) {
            phones.publishTo(user, "");
        }
    }

    /** Whose positions are sent at the moment. */
    Map<String, String> publishing() {
        return Map.copyOf(publishing);
    }

    /** Drives off to a corner, now; arrives when the itinerary has. */
    Drive drives(String user, int from, int to) {
        Drive drive = Drive.along(roads.route(from, to), random.split());
        traveller(user).itinerary().go(now(), drive);
        return drive;
    }

    /**
     * Makes a call with somebody's phone.
     *
     * @param then told the answer, or why there is none, on the director's thread
     */
    void call(String user, String name, String json, BiConsumer<Reply, @Nullable String> then) {
        answered(phones.call(user, name, json), name, then);
    }

    /** Says something in a conversation; told when it is accepted. */
    void say(String user, String conversation, String json, BiConsumer<Reply, @Nullable String> then) {
        answered(phones.say(user, conversation, json), conversation.split("/", 2)[0], then);
    }

    private void answered(CompletableFuture<Reply> future, String what, BiConsumer<Reply, @Nullable String> then) {
        future.whenCompleteAsync(
                (reply, error) -> {
                    if (error instanceof PhoneFleet.RefusedException refused) {
                        notebook.count("refused " + what + ": " + refused.reason());
                        then.accept(Reply.of(""), refused.reason());
                    } else {
                        then.accept(reply, null);
                    }
                },
                this);
    }

    /** What phones say is dealt with on the director's thread. Safe from any thread. */
    void hear(Line line, Consumer<Line> news) {
        execute(() -> {
            notebook.said(line);
            news.accept(line);
        });
    }
}
