package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import io.parley.simulator.fleet.Fleet;
import io.parley.simulator.fleet.Line;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.SideLog;
import io.parley.simulator.history.Unread;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What applications say of marks, receipts, amendments and unread counts, as they say it. Safe from any thread. */
final class Testimony implements Fleet.Listener {
    /** From here on an endpoint is told anew of whatever is unread. */
    private static final String CONNECTING = "CONNECTING";

    private record Place(Member who, ConversationId conversation) {}

    private final List<Marks.Read> reads = new ArrayList<>();
    private final List<Marks.Told> told = new ArrayList<>();
    private final List<Marks.Counted> counted = new ArrayList<>();
    private final Map<Place, List<SideLog.Heard>> heard = new LinkedHashMap<>();
    private final Map<EndpointId, Long> totals = new HashMap<>();
    private final Map<EndpointId, Map<ConversationId, Long>> unread = new HashMap<>();
    private final Map<List<Object>, SideLog.Shown> shown = new LinkedHashMap<>();
    private boolean closing;

    /** Nothing breaks any more: what is marked from now on must stand. */
    synchronized void closing() {
        closing = true;
    }

    @Override
    public synchronized void said(Member who, Line line) {
        EndpointId endpoint = who.endpoint();
        switch (line.verb()) {
            case "marked" ->
                reads.add(new Marks.Read(endpoint, line.conversation(1), line.number(2), line.number(3), closing));
            case "receipt" ->
                told.add(new Marks.Told(
                        endpoint,
                        line.conversation(1),
                        new UserName(line.text(2)),
                        line.number(3),
                        line.number(4),
                        line.number(5)));
            case "counted" ->
                counted.add(new Marks.Counted(
                        endpoint,
                        line.conversation(1),
                        line.number(2),
                        line.number(3),
                        line.number(4),
                        line.number(5),
                        line.number(6)));
            case "amended" -> amended(who, line);
            case "shows" -> shows(endpoint, line);
            case "unread" -> unread(endpoint, line);
            case "phase" -> {
                if (line.text(1).equals(CONNECTING)) {
                    totals.remove(endpoint);
                    unread.remove(endpoint);
                }
            }
            default -> {
                // Said to somebody else.
            }
        }
    }

    private void amended(Member who, Line line) {
        try {
            SideLog.Heard it = new SideLog.Heard(
                    new UserName(line.text(2)),
                    Contents.readAmendment(line.rest(3).getBytes(StandardCharsets.UTF_8)));
            heard.computeIfAbsent(new Place(who, line.conversation(1)), place -> new ArrayList<>())
                    .add(it);
        } catch (BadBodyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A later dump says it again. */
    private void shows(EndpointId endpoint, Line line) {
        Map<String, Set<UserName>> reactions = new TreeMap<>();
        for (String reaction : line.rest(5).split(",")) {
            int equals = reaction.indexOf('=');
            if (equals > 0) {
                reactions
                        .computeIfAbsent(reaction.substring(0, equals), it -> new TreeSet<>())
                        .add(new UserName(reaction.substring(equals + 1)));
            }
        }
        ConversationId subject = line.conversation(1);
        long seq = line.number(2);
        shown.put(
                List.of(endpoint, subject, seq),
                new SideLog.Shown(
                        endpoint,
                        subject,
                        seq,
                        new Logged.Amended(
                                Boolean.parseBoolean(line.text(3)), Boolean.parseBoolean(line.text(4)), reactions)));
    }

    synchronized List<SideLog.Shown> shown() {
        return List.copyOf(shown.values());
    }

    private void unread(EndpointId endpoint, Line line) {
        totals.put(endpoint, line.number(1));
        Map<ConversationId, Long> own = unread.computeIfAbsent(endpoint, it -> new HashMap<>());
        for (String count : line.rest(2).split(",")) {
            int equals = count.indexOf('=');
            if (equals > 0) {
                own.put(new ConversationId(count.substring(0, equals)), Long.valueOf(count.substring(equals + 1)));
            }
        }
    }

    synchronized List<Marks.Read> reads() {
        return List.copyOf(reads);
    }

    synchronized List<Marks.Told> told() {
        return List.copyOf(told);
    }

    synchronized List<Marks.Counted> counted() {
        return List.copyOf(counted);
    }

    /** Who was told nothing since they came was told that nothing is unread. */
    synchronized List<Unread.Told> unread(List<Member> members) {
        return members.stream()
                .map(Member::endpoint)
                .map(it -> new Unread.Told(it, totals.getOrDefault(it, 0L), unread.getOrDefault(it, Map.of())))
                .toList();
    }

    /** Whether an application was there for all of it, the fleet and the community know. */
    synchronized List<SideLog.Told> heard(List<Member> members, List<ConversationId> subjects, Complete complete) {
        List<SideLog.Told> all = new ArrayList<>();
        for (Member member : members) {
            UserName user = member.endpoint().user();
            for (ConversationId subject : subjects) {
                if (subject.mayConcern(user)) {
                    all.add(new SideLog.Told(
                            member.endpoint(),
                            subject,
                            complete.is(member),
                            heard.getOrDefault(new Place(member, subject), List.of())));
                }
            }
        }
        return all;
    }

    /** Whether an application was never killed and began with the first message. */
    @FunctionalInterface
    interface Complete {
        boolean is(Member member);
    }
}
