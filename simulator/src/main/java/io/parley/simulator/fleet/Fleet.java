package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * All applications: who is there, in which host, behind which relay. Its public methods may be called from the driver and
 * from the fault injector; a host that is being restarted takes orders again when it is back.
 */
final class Fleet implements AutoCloseable {
    private final Population population;
    private final Path folder;
    private final String password;
    private final List<List<Relay>> relays;
    private final PrintWriter journal;
    private final Books books = new Books();
    private final Map<String, Member> byKey = new HashMap<>();
    private final Map<String, String> phases = new ConcurrentHashMap<>();
    private final Set<Member> present = new HashSet<>();
    private final List<HostProcess> hosts = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private long nextNumber = 1;

    /**
     * @param relays of each host, one for each broker
     * @param journal gets what went wrong inside the apps
     */
    Fleet(Population population, Path folder, String password, List<List<Relay>> relays, PrintWriter journal)
            throws IOException {
        this.population = population;
        this.folder = folder;
        this.password = password;
        this.relays = relays;
        this.journal = journal;
        population.members().forEach(it -> byKey.put(it.key(), it));
        for (int host = 0; host < relays.size(); host++) {
            hosts.add(HostProcess.start(folder, host, password, this::said));
        }
    }

    Books books() {
        return books;
    }

    List<Member> members() {
        return population.members();
    }

    // ---- orders

    synchronized void come(Member who) throws IOException {
        present.add(who);
        open(who);
    }

    private void open(Member who) throws IOException {
        List<Relay> ways = relays.get(who.host());
        int way = Math.floorMod(who.key().hashCode() + (int) nextNumber, ways.size());
        host(who).tell(Line.of("open", who.key(), ways.get(way).port()));
    }

    synchronized void leave(Member who) {
        present.remove(who);
        host(who).tell(Line.of("close", who.key()));
    }

    synchronized void write(Member who, ConversationId to, int fillerBytes) {
        host(who).tell(Line.of("write", who.key(), nextNumber++, to, fillerBytes));
    }

    /** Asks what the store of {@code who} has of its sends; the books are amended as the answer comes. */
    synchronized void dump(Member who) {
        String peers = population.friendsOf(who.endpoint().user()).stream()
                .map(UserName::value)
                .collect(Collectors.joining(","));
        host(who).tell(Line.of("dump", who.key(), peers));
    }

    private HostProcess host(Member who) {
        return hosts.get(who.host());
    }

    int hostCount() {
        return relays.size();
    }

    Relay relay(int host, int node) {
        return relays.get(host).get(node);
    }

    // ---- death and return of a host

    synchronized void kill(int host) throws InterruptedException, IOException, SQLException {
        hosts.get(host).kill();
        for (Member member : population.members()) {
            if (member.host() == host) {
                phases.remove(member.key());
                books.handed(member.endpoint(), HandedTable.read(store(member)).size());
            }
        }
    }

    synchronized void restart(int host) throws IOException {
        hosts.set(host, HostProcess.start(folder, host, password, this::said));
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
            }
            case "dumped" -> phases.put(who.key(), "DUMPED");
            default -> note(line);
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
    long online() {
        return phases.values().stream().filter(it -> it.equals("ONLINE")).count();
    }

    boolean isDumped(Member who) {
        return "DUMPED".equals(phases.get(who.key()));
    }

    // ---- the end

    private Path store(Member member) {
        return folder.resolve("stores").resolve(member.key());
    }

    /** All histories; only after {@link #close()}. */
    List<EndpointHistory> histories() throws IOException, SQLException {
        List<EndpointHistory> histories = new ArrayList<>();
        for (Member member : population.members()) {
            histories.add(new EndpointHistory(
                    member.endpoint(), books.sent(member.endpoint()), HandedTable.read(store(member))));
        }
        return histories;
    }

    @Override
    public synchronized void close() {
        hosts.parallelStream().forEach(HostProcess::close);
    }
}
