package io.parley.simulator.phone;

import io.parley.protocol.MessageId;
import io.parley.simulator.fault.Relay;
import io.parley.simulator.fleet.HostProcess;
import io.parley.simulator.fleet.Hosts;
import io.parley.simulator.fleet.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All phones, in hosts that faults may kill; a host that comes back is told everything again that holds or has no answer yet,
 * so a call is made once however often its phone dies. Safe from any thread.
 */
public final class PhoneFleet implements Hosts, AutoCloseable {
    private final Path folder;
    private final String password;
    private final List<List<Relay>> relays;
    private final Consumer<Line> listener;
    private final PrintWriter journal;
    private final Clock clock;
    private final List<HostProcess> hosts = new ArrayList<>();
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();
    private final Map<String, Boolean> online = new ConcurrentHashMap<>();
    private long nextNumber = 1;
    private boolean closed;

    /** What a fleet runs with: relays of each host, one for each broker. */
    public record Means(Path folder, String password, List<List<Relay>> relays, PrintWriter journal, Clock clock) {}

    /** How one phone is to be. */
    private static final class Wish {
        private final int host;
        private boolean open;
        private String track = PhoneHost.NOTHING;
        private final Map<String, String> watched = new LinkedHashMap<>();

        Wish(int host) {
            this.host = host;
        }
    }

    private record Asked(String user, String line, CompletableFuture<Reply> answer) {}

    /** A call or message that was refused for good. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        RefusedException(String reason, String detail) {
            super(reason + " " + detail, null, false, false);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /** @param listener told whatever phones say that is no answer; on the threads that read from hosts */
    public PhoneFleet(List<String> users, Means means, Consumer<Line> listener) throws IOException {
        this.folder = means.folder;
        this.password = means.password;
        this.relays = means.relays;
        this.journal = means.journal;
        this.clock = means.clock;
        this.listener = listener;
        for (int i = 0; i < users.size(); i++) {
            wishes.put(users.get(i), new Wish(i % relays.size()));
        }
        for (int host = 0; host < relays.size(); host++) {
            hosts.add(start(host));
        }
    }

    private HostProcess start(int host) throws IOException {
        return HostProcess.start(folder, host, PhoneHost.class, List.of(password), this::said);
    }

    // ---- orders

    public synchronized void open(String user) {
        wish(user).open = true;
        tell(user, Line.of("open", user, ports(wish(user).host)));
    }

    /** @param track its positions go there from now on; empty: nowhere */
    public synchronized void publishTo(String user, String track) {
        wish(user).track = track.isEmpty() ? PhoneHost.NOTHING : track;
        tell(user, Line.of("publish", user, wish(user).track));
    }

    public synchronized void watch(String user, String track, String need) {
        wish(user).watched.put(track, need);
        tell(user, Line.of("watch", user, track, need));
    }

    public synchronized void unwatch(String user, String track) {
        wish(user).watched.remove(track);
        tell(user, Line.of("unwatch", user, track));
    }

    /** A position of now; lost if its host is dead. */
    public synchronized void fix(String user, long at, String json) {
        tell(user, Line.of("fix", user, at, json));
    }

    /** @return the answer; fails with {@link RefusedException} */
    public synchronized CompletableFuture<Reply> call(String user, String name, String json) {
        long number = nextNumber++;
        return ask(user, number, Line.of("call", user, number, id(number), name, json));
    }

    /** @return done once it is accepted; fails with {@link RefusedException} */
    public synchronized CompletableFuture<Reply> say(String user, String conversation, String json) {
        long number = nextNumber++;
        return ask(user, number, Line.of("say", user, number, id(number), conversation, json));
    }

    private CompletableFuture<Reply> ask(String user, long number, String line) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        asked.put(number, new Asked(user, line, answer));
        tell(user, line);
        return answer;
    }

    private MessageId id(long number) {
        return new MessageId(clock.millis() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
    }

    /** What is said to a dead host is said again when it is back, but for positions. */
    private void tell(String user, String line) {
        hosts.get(wish(user).host).tell(line);
    }

    private Wish wish(String user) {
        Wish wish = wishes.get(user);
        if (wish == null) {
            throw new IllegalArgumentException("no phone of " + user);
        }
        return wish;
    }

    private String ports(int host) {
        return relays.get(host).stream()
                .map(it -> {
                    try {
                        return Integer.toString(it.port());
                    } catch (IOException e) {
                        throw new IllegalStateException("a relay that is closed", e);
                    }
                })
                .collect(Collectors.joining(","));
    }

    // ---- what they say

    private void said(Line line) {
        switch (line.verb()) {
            case "answer" -> answered(line.number(1), Reply.of(line.rest(2)));
            case "accepted" -> answered(line.number(1), Reply.of(""));
            case "refused" -> {
                Asked one = asked.remove(line.number(1));
                if (one != null) {
                    journal.println("refused " + line.rest(2) + ": " + one.line);
                    one.answer.completeExceptionally(new RefusedException(line.text(2), line.rest(3)));
                }
            }
            case "trouble" -> journal.println(clock.millis() + " " + line.rest(0));
            case "message", "event", "notwatching", "unput" -> {
                journal.println(line.verb() + " " + line.rest(0));
                listener.accept(line);
            }
            case "phase" -> {
                online.put(line.text(0), line.text(2).equals("ONLINE"));
                listener.accept(line);
            }
            default -> listener.accept(line);
        }
    }

    private void answered(long number, Reply reply) {
        Asked one = asked.remove(number);
        if (one != null) {
            one.answer.complete(reply);
        }
    }

    /** Whose phones live in a host. */
    public List<String> usersOf(int host) {
        return wishes.entrySet().stream()
                .filter(it -> it.getValue().host == host)
                .map(Map.Entry::getKey)
                .toList();
    }

    public boolean isOnline(String user) {
        return online.getOrDefault(user, false);
    }

    public long online() {
        return online.values().stream().filter(it -> it).count();
    }

    /** Calls and messages without an answer. */
    public int waiting() {
        return asked.size();
    }

    /** Some of them, for whoever wonders why. */
    public List<String> waitingFor(int max) {
        return asked.values().stream().limit(max).map(Asked::line).toList();
    }

    // ---- death and return of a host

    @Override
    public int hostCount() {
        return relays.size();
    }

    @Override
    public Relay relay(int host, int node) {
        return relays.get(host).get(node);
    }

    @Override
    public void kill(int host) throws InterruptedException {
        HostProcess victim;
        synchronized (this) {
            victim = hosts.get(host);
        }
        victim.kill(); // hears the last words, which may wait for this object
        long now = clock.millis();
        wishes.forEach((user, wish) -> {
            if (wish.host == host && isOnline(user)) {
                said(Line.parse(Line.of("phase", user, now, "OFFLINE")));
            }
        });
    }

    @Override
    public synchronized void restart(int host) throws IOException {
        if (closed) {
            return;
        }
        hosts.set(host, start(host));
        wishes.forEach((user, wish) -> {
            if (wish.host == host && wish.open) {
                tell(user, Line.of("publish", user, wish.track));
                wish.watched.forEach((track, need) -> tell(user, Line.of("watch", user, track, need)));
                tell(user, Line.of("open", user, ports(host)));
            }
        });
        asked.values().stream().filter(it -> wish(it.user).host == host).forEach(it -> tell(it.user, it.line));
    }

    @Override
    public void close() {
        List<HostProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(hosts);
        }
        all.parallelStream().forEach(HostProcess::close);
    }
}
