package io.parley.simulator.phone;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.parley.simulator.fleet.Line;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A phone, spoken by hand as docs/protocol.md has it: a plain endpoint whose PUBACK is its receipt. It comes back by itself,
 * to whichever broker, and then does again whatever has no answer yet, with the same ids. All state is guarded by this object.
 */
final class Phone {
    private static final int POINTS_IN_FLIGHT = 16;
    private static final Duration BACK_MIN = Duration.ofMillis(200);
    private static final Duration BACK_MAX = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(500);
    /** Until the server says how often, what it says when somebody watches closely. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final String PROBLEM = "{\"type\":\"urn:parley:";

    private final String user;
    private final Means means;
    private final MqttQos qos;
    private final SplittableRandom random;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final Map<Long, Order> open = new LinkedHashMap<>();
    private List<Integer> ports = List.of();
    private @Nullable Uplink link;
    private boolean online;
    private Duration back = BACK_MIN;
    private String track = "";
    private PointQueue points = new PointQueue(PERIOD);
    private int pointsInFlight;

    /** What a phone runs with. */
    record Means(String password, ScheduledExecutorService timer, Clock clock, Consumer<String> say) {}

    /** @param need what for: {@code close} or {@code list} */
    private record Watched(String need) {}

    /** What has no answer yet: a call, or a message to a conversation. */
    private record Order(MessageId id, String topic, boolean call, byte[] body) {}

    Phone(String user, Means means) {
        this.user = user;
        this.means = means;
        this.random = new SplittableRandom(user.hashCode());
        // One half of the phones cares whether a point got through, the other sends the next one anyway.
        this.qos = random.nextBoolean() ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE;
    }

    // ---- orders

    synchronized void open(List<Integer> ways) {
        ports = List.copyOf(ways);
        if (link == null) {
            connect();
        }
    }

    synchronized void close() {
        ports = List.of();
        Uplink old = link;
        link = null;
        offline();
        if (old != null) {
            old.close();
        }
    }

    /** Sends its position to a track from now on; empty: to none. */
    synchronized void publishTo(String name) {
        if (!name.equals(track)) {
            track = name;
            points = new PointQueue(PERIOD);
        }
    }

    synchronized void fix(long at, String json) {
        if (!track.isEmpty()) {
            points.fix(at, json);
            sendPoints();
        }
    }

    synchronized void watch(String name, String need) {
        Watched watch = new Watched(need);
        watched.put(name, watch);
        if (online) {
            subscribe(name, watch);
        }
    }

    synchronized void unwatch(String name) {
        watched.remove(name);
        Uplink now = link;
        if (online && now != null) {
            now.unsubscribe(pointTopic(name)).exceptionally(gone -> null);
        }
    }

    synchronized void call(long number, MessageId id, String name, String json) {
        order(number, new Order(id, "api/" + name, true, json.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized void say(long number, MessageId id, String conversation, String json) {
        order(number, new Order(id, conversation, false, json.getBytes(StandardCharsets.UTF_8)));
    }

    private void order(long number, Order order) {
        open.put(number, order);
        if (online) {
            send(number, order);
        }
    }

    // ---- the connection

    private void connect() {
        int port = ports.get(random.nextInt(ports.size()));
        Uplink[] mine = new Uplink[1];
        Uplink fresh = new Uplink(port, user + "-phone", new Uplink.Listener() {
            @Override
            public void arrived(Mqtt5Publish packet) {
                Phone.this.arrived(packet);
            }

            @Override
            public void lost(Throwable why) {
                Phone.this.lost(mine[0], why);
            }
        });
        mine[0] = fresh;
        link = fresh;
        fresh.connect(user, means.password)
                .thenCompose(done -> fresh.subscribe("inbox/" + user + "/#", MqttQos.AT_LEAST_ONCE, ""))
                .whenComplete((done, error) -> {
                    if (error == null) {
                        connected(fresh);
                    } else {
                        lost(fresh, error);
                    }
                });
    }

    private synchronized void connected(Uplink fresh) {
        if (fresh != link) {
            return;
        }
        online = true;
        back = BACK_MIN;
        pointsInFlight = 0;
        say(Line.of("phase", user, means.clock.millis(), "ONLINE"));
        watched.forEach(this::subscribe);
        new LinkedHashMap<>(open).forEach(this::send);
        sendPoints();
    }

    private synchronized void lost(@Nullable Uplink which, Throwable why) {
        if (which == null || which != link) {
            return;
        }
        link = null;
        say(Line.of("trouble", user, why));
        offline();
        which.close();
        if (ports.isEmpty()) {
            return;
        }
        Duration wait = back.plusMillis(random.nextLong(back.toMillis()));
        back = back.multipliedBy(2).compareTo(BACK_MAX) > 0 ? BACK_MAX : back.multipliedBy(2);
        means.timer.schedule(this::again, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void offline() {
        if (online) {
            online = false;
            say(Line.of("phase", user, means.clock.millis(), "OFFLINE"));
        }
    }

    private synchronized void again() {
        if (link == null && !ports.isEmpty()) {
            connect();
        }
    }

    // ---- what goes

    private void subscribe(String name, Watched watch) {
        Uplink now = link;
        if (now == null) {
            return;
        }
        String need = watch.need.equals("list") ? "list" : "";
        now.subscribe(pointTopic(name), qos, need).whenComplete((done, error) -> {
            if (error == null) {
                say(Line.of("watching", user, name, means.clock.millis()));
            } else if (error.getCause() instanceof Uplink.RefusedException refused) {
                say(Line.of("notwatching", user, name, means.clock.millis(), refused.reason()));
            }
        });
    }

    private void send(long number, Order order) {
        Uplink now = link;
        if (now == null) {
            return;
        }
        if (order.call) {
            now.ask(order.topic, order.id, "inbox/" + user + "/reply/" + number, order.body)
                    .exceptionally(refusedOrGone -> null); // the problem comes as an answer
            return;
        }
        now.send(order.topic, order.id, order.body).whenComplete((done, error) -> {
            if (error == null) {
                done(number, Line.of("accepted", user, number));
            } else if (error.getCause() instanceof Uplink.RefusedException refused) {
                refused(number, refused.reason(), "");
            }
        });
    }

    private synchronized void done(long number, String line) {
        if (open.remove(number) != null) {
            say(line);
        }
    }

    /** For good, or until it is tried again. */
    private synchronized void refused(long number, String reason, String detail) {
        if (isPassing(reason)) {
            means.timer.schedule(() -> repeat(number), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            done(number, Line.of("refused", user, number, reason, detail));
        }
    }

    private synchronized void repeat(long number) {
        Order order = open.get(number);
        if (order != null && online) {
            send(number, order);
        }
    }

    private static boolean isPassing(String reason) {
        return reason.equals("busy") || reason.equals("unknown") || reason.equals("out-of-order");
    }

    private void sendPoints() {
        Uplink now = link;
        if (now == null || !online) {
            return;
        }
        String to = track;
        PointQueue from = points;
        for (PointQueue.Point point : from.take(POINTS_IN_FLIGHT - pointsInFlight)) {
            pointsInFlight++;
            now.publish(pointTopic(to), qos, point.json().getBytes(StandardCharsets.UTF_8))
                    .whenComplete((done, error) -> published(now, from, to, point, error));
        }
    }

    private synchronized void published(
            Uplink by, PointQueue from, String to, PointQueue.Point point, @Nullable Throwable error) {
        boolean same = by == link;
        pointsInFlight -= same ? 1 : 0;
        if (error == null) {
            say(Line.of("put", user, to, point.at(), means.clock.millis()));
        } else if (error.getCause() instanceof Uplink.RefusedException refused && !isPassing(refused.reason())) {
            say(Line.of("unput", user, to, point.at(), means.clock.millis(), refused.reason()));
        } else if (from == points) {
            from.putBack(point);
        }
        if (same && error == null) {
            sendPoints();
        }
    }

    private static String pointTopic(String name) {
        return "track/" + name + "/point";
    }

    // ---- what comes; on an event loop

    private void arrived(Mqtt5Publish packet) {
        long at = means.clock.millis();
        String topic = packet.getTopic().toString();
        String body = new String(packet.getPayloadAsBytes(), StandardCharsets.UTF_8);
        String inbox = "inbox/" + user + "/";
        if (topic.startsWith("track/")) {
            say(Line.of("seen", user, topic.split("/", 3)[1], at, body));
        } else if (topic.equals(inbox + "event/track")) {
            event(body);
            say(Line.of("event", user, at, body));
        } else if (topic.startsWith(inbox + "reply/")) {
            answer(Long.parseLong(topic.substring(topic.lastIndexOf('/') + 1)), body);
        } else if (topic.startsWith(inbox + "chat/") || topic.startsWith(inbox + "group/")) {
            say(Line.of("message", user, topic.substring(inbox.length()), property(packet, Headers.SEQ), at, body));
        }
    }

    private static String property(Mqtt5Publish packet, String name) {
        return packet.getUserProperties().asList().stream()
                .filter(it -> it.getName().toString().equals(name))
                .map(it -> it.getValue().toString())
                .findFirst()
                .orElse("0");
    }

    private synchronized void event(String body) {
        Reply event = Reply.of(body);
        double period = event.number("period");
        if (event.text("track").equals(track) && period > 0) {
            points.period(Duration.ofMillis(Math.round(period * 1_000)));
        }
    }

    private void answer(long number, String body) {
        if (body.startsWith(PROBLEM)) {
            String reason = body.substring(PROBLEM.length(), body.indexOf('"', PROBLEM.length()));
            refused(number, reason, Reply.of(body).text("detail"));
        } else {
            done(number, Line.of("answer", user, number, body));
        }
    }

    private void say(String line) {
        means.say.accept(line);
    }
}
