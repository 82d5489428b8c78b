package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.json.Amendment;
import io.parley.simulator.fault.Relay;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All applications: who is there, in which host, behind which relay. Its public methods may be called from the driver and
 * from the fault injector; a host that is being restarted takes orders again when it is back.
 */
public final class Fleet implements Hosts, AutoCloseable {
    /** Told what hosts say that is neither for the books nor for {@link Asked}. On the threads that read from hosts. */
    @FunctionalInterface
    public interface Listener {
        void said(Member who, Line line);
    }

    private final Cast cast;
    private final Path folder;
    private final String password;
    private final List<List<Relay>> relays;
    private final PrintWriter journal;
    private final Listener listener;
    private final Books books = new Books();
    private final Asked asked = new Asked();
    private final Map<String, Member> byKey = new HashMap<>();
    private final Map<String, String> phases = new ConcurrentHashMap<>();
    private final Set<String> dumped = ConcurrentHashMap.newKeySet();
    private final Set<Member> present = new HashSet<>();
    private final Set<Integer> killed = new HashSet<>();
    /** Killed, and not back yet. */
    private final Set<Integer> dead = new HashSet<>();

    private final List<HostProcess> hosts = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private long nextNumber = 1;

    /** What a fleet runs with. Relays of each host, one for each broker; the journal gets what went wrong inside the apps. */
    record Means(Path folder, String password, List<List<Relay>> relays, PrintWriter journal) {}

    Fleet(Cast cast, Means means, Listener listener) throws IOException {
        this.cast = cast;
        this.folder = means.folder;
        this.password = means.password;
        this.relays = means.relays;
        this.journal = means.journal;
        this.listener = listener;
        cast.members().forEach(it -> byKey.put(it.key(), it));
        for (int host = 0; host < relays.size(); host++) {
            hosts.add(HostProcess.start(folder, host, password, cast.manner(), this::said));
        }
    }

    public Books books() {
        return books;
    }

    public Asked asked() {
        return asked;
    }

    public List<Member> members() {
        return cast.members();
    }

    /** Whether its application was killed once, so that it may have forgotten what it was told and did not keep. */
    public synchronized boolean wasKilled(Member who) {
        return killed.contains(who.host());
    }

    // ---- orders

    public synchronized void come(Member who) throws IOException {
        present.add(who);
        open(who);
    }

    private void open(Member who) throws IOException {
        List<Relay> ways = relays.get(who.host());
        int way = Math.floorMod(who.key().hashCode() + (int) nextNumber, ways.size());
        host(who).tell(Line.of("open", who.key(), ways.get(way).port(), cast.newest(who)));
    }

    public synchronized void leave(Member who) {
        present.remove(who);
        host(who).tell(Line.of("close", who.key()));
    }

    synchronized void write(Member who, ConversationId to, int fillerBytes) {
        host(who).tell(Line.of("write", who.key(), nextNumber++, to, fillerBytes));
    }

    public synchronized void read(Member who, ConversationId conversation) {
        host(who).tell(Line.of("read", who.key(), conversation));
    }

    synchronized void amend(Member who, ConversationId conversation, Amendment.Kind kind) {
        long number = nextNumber++;
        Act.Wanted wanted = new Act.Wanted(conversation.amendments(), Set.of(), List.of());
        asked.ordered(number, who, wanted).exceptionally(Fleet::counted);
        order(who, number, Line.of("amend", who.key(), number, conversation, kind));
    }

    /**
     * Lets an application make a call.
     *
     * @param wanted what it is to bring about, null if it only asks
     * @return the answer; fails with {@link Asked.RefusedException}
     */
    public synchronized CompletionStage<String> call(
            Member who, String name, String json, Act.@Nullable Wanted wanted) {
        long number = nextNumber++;
        CompletionStage<String> answer = asked.ordered(number, who, wanted);
        order(who, number, Line.of("call", who.key(), number, name, json));
        return answer;
    }

    /** What is said to a dead process nobody will ever answer. */
    private void order(Member who, long number, String line) {
        if (dead.contains(who.host())) {
            asked.refused(number, "closed", "the application is dead");
        } else {
            host(who).tell(line);
        }
    }

    /** Lets it happen now. */
    void perform(Act act) throws IOException {
        if (act instanceof Act.Come come) {
            come(come.who());
        } else if (act instanceof Act.Leave leave) {
            leave(leave.who());
        } else if (act instanceof Act.Write write) {
            write(write.who(), write.to(), write.fillerBytes());
        } else if (act instanceof Act.Read read) {
            read(read.who(), read.conversation());
        } else if (act instanceof Act.Amend amend) {
            amend(amend.who(), amend.conversation(), amend.kind());
        } else if (act instanceof Act.Call call) {
            call(call.who(), call.name(), call.json(), call.wanted()).exceptionally(Fleet::counted);
        }
    }

    /** Refusals are counted where they are heard. */
    private static @Nullable String counted(Throwable refusal) {
        return null;
    }

    /** Asks what the store of {@code who} has of its sends; the books are amended as the answer comes. */
    synchronized void dump(Member who) {
        dumped.remove(who.key());
        String conversations = cast.conversations().apply(who.endpoint().user()).stream()
                .map(ConversationId::value)
                .collect(Collectors.joining(","));
        host(who).tell(Line.of("dump", who.key(), conversations));
    }

    private HostProcess host(Member who) {
        return hosts.get(who.host());
    }

    @Override
    public int hostCount() {
        return relays.size();
    }

    @Override
    public Relay relay(int host, int node) {
        return relays.get(host).get(node);
    }

    // ---- death and return of a host

    @Override
    public synchronized void kill(int host) throws InterruptedException, IOException, SQLException {
        hosts.get(host).kill();
        killed.add(host);
        dead.add(host);
        asked.died(host);
        for (Member member : cast.members()) {
            if (member.host() == host) {
                phases.remove(member.key());
                books.handed(member.endpoint(), HandedTable.read(store(member)).size());
            }
        }
    }

    @Override
    public synchronized void restart(int host) throws IOException {
        hosts.set(host, HostProcess.start(folder, host, password, cast.manner(), this::said));
        dead.remove(host);
        for (Member member : present) {
            if (member.host() == host) {
                open(member);
            }
        }
    }

    // ---- what hosts say

    private void said(Line line) {
        Member who = byKey.get(line.text(0));
        if (who == null) {
            note(line);
            return;
        }
        EndpointId endpoint = who.endpoint();
        switch (line.verb()) {
            case "queued" -> books.queued(endpoint, line.id(2), line.conversation(3), line.number(1));
            case "failed" -> books.failedAtOnce(endpoint, line.number(1), line.rest(2));
            case "status" ->
                fate(line, 3).ifPresent(fate -> books.fate(endpoint, line.id(1), line.conversation(2), fate));
            case "own" -> {
                books.queued(endpoint, line.id(2), line.conversation(3), line.number(1));
                fate(line, 4).ifPresent(fate -> books.fate(endpoint, line.id(2), line.conversation(3), fate));
            }
            case "handed" -> books.handed(endpoint, line.number(1));
            case "phase" -> {
                phases.put(who.key(), line.text(1));
                note(line);
                listener.said(who, line);
            }
            case "answer" -> asked.answered(line.number(1), line.rest(2));
            case "refused" -> asked.refused(line.number(1), line.text(2), line.rest(3));
            case "dumped" -> dumped.add(who.key());
            case "trouble" -> note(line);
            default -> listener.said(who, line);
        }
    }

    private void note(Line line) {
        journal.printf(
                Locale.ROOT, "%8.3f %s %s%n", (System.nanoTime() - startedNanos) / 1e9, line.verb(), line.rest(0));
    }

    /** @param stage index of the stage, after which seq and reason come */
    private static Optional<Fate> fate(Line line, int stage) {
        return switch (line.text(stage)) {
            case "ACCEPTED", "RECEIVED", "READ" -> Optional.of(new Fate.Accepted(line.number(stage + 1)));
            case "FAILED" -> Optional.of(new Fate.Refused(line.rest(stage + 2)));
            default -> Optional.empty();
        };
    }

    /** How many endpoints say they are online. */
    public long online() {
        return phases.values().stream().filter(it -> it.equals("ONLINE")).count();
    }

    public boolean isOnline(Member who) {
        return "ONLINE".equals(phases.get(who.key()));
    }

    boolean isDumped(Member who) {
        return dumped.contains(who.key());
    }

    // ---- the end

    private Path store(Member member) {
        return folder.resolve("stores").resolve(member.key());
    }

    /** All histories; only after {@link #close()}. */
    public List<EndpointHistory> histories() throws IOException, SQLException {
        List<EndpointHistory> histories = new ArrayList<>();
        for (Member member : cast.members()) {
            histories.add(new EndpointHistory(
                    member.endpoint(),
                    cast.newest(member),
                    books.sent(member.endpoint()),
                    HandedTable.read(store(member))));
        }
        return histories;
    }

    @Override
    public synchronized void close() {
        hosts.parallelStream().forEach(HostProcess::close);
    }
}
