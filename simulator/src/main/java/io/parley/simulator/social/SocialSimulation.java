package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.fault.FaultPlan;
import io.parley.simulator.fleet.Act;
import io.parley.simulator.fleet.Cast;
import io.parley.simulator.fleet.Fleet;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.fleet.Stage;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.SideLog;
import io.parley.simulator.history.SocialHistory;
import io.parley.simulator.history.SocialHistory.MarkHistory;
import io.parley.simulator.history.SocialHistory.SideHistory;
import io.parley.simulator.history.SocialHistory.UnreadHistory;
import io.parley.simulator.judge.SocialJudge;
import io.parley.simulator.judge.Verdict;
import io.parley.simulator.report.Progress;
import io.parley.simulator.report.SimulationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** One run with groups: found them, live the plan through the faults, bring everybody back, wait, ask, judge. */
final class SocialSimulation {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int LOOKS_MAX = 30;
    /** Polls of half a second without anything handed, before what is missing is counted. */
    private static final int QUIET_POLLS = 6;

    private static final int LAST_READS = 4;

    /** What was asked for. */
    record Wish(Community.Size size, int ratePerSecond, Duration run, long seed, Set<FaultKind> faults, int nodes) {}

    private final Wish wish;
    private final Path folder;
    private final Progress progress;
    private final Community community;
    private final Testimony testimony = new Testimony();
    private long lastDelivered;
    private int quiet;

    SocialSimulation(Wish wish, Path folder, Progress progress) {
        this.wish = wish;
        this.folder = folder;
        this.progress = progress;
        this.community = Community.of(wish.seed(), wish.size(), wish.run());
    }

    SimulationReport run() throws IOException, InterruptedException, SQLException {
        SocialPlan plan = SocialPlan.of(wish.seed(), community, wish.run(), wish.ratePerSecond());
        FaultPlan faults = FaultPlan.of(wish.seed(), wish.run(), wish.faults());
        Cast cast = new Cast(
                community.members(),
                community::conversationsOf,
                community.late().keySet(),
                false);
        try (Stage stage = Stage.open(folder, wish.nodes(), cast, progress, testimony);
                DriftWatch drift = DriftWatch.start(stage.stack())) {
            progress.step("Founding " + community.groups().size() + " groups");
            new Founding(stage.fleet(), community).found();
            begin(plan, stage.fleet());
            stage.play(plan.acts(), faults, wish.run());
            boolean settled = stage.bringBack();
            Witness witness = new Witness(stage.fleet());
            settled &= stage.settle(() -> open(stage.fleet(), witness));
            lastReads(stage.fleet());
            progress.step("Asking the server until it says the same twice");
            Evidence evidence = quietEvidence(witness);
            double seconds = stage.seconds();
            List<SideLog> sideLogs = witness.sideLogs(evidence.readers(community), stage);
            stage.dump();
            stage.fleet().close();
            return report(stage, evidence, sideLogs, new End(drift.found(), seconds, settled));
        }
    }

    /** Who is not there in the beginning leaves. */
    private static void begin(SocialPlan plan, Fleet fleet) {
        Set<Member> there = new HashSet<>();
        for (Act act : plan.acts()) {
            if (act instanceof Act.Come come && come.at().isZero()) {
                there.add(come.who());
            }
        }
        fleet.members().stream().filter(it -> !there.contains(it)).forEach(fleet::leave);
    }

    /** What keeps the run from being at rest, in words. */
    private String open(Fleet fleet, Witness witness) {
        long calls = fleet.asked().waiting();
        long away = fleet.members().size() - fleet.online();
        long delivered = fleet.books().delivered();
        quiet = delivered == lastDelivered ? quiet + 1 : 0;
        lastDelivered = delivered;
        if (calls > 0 || away > 0 || quiet < QUIET_POLLS) {
            return calls + " calls without an answer, " + away + " endpoints away, " + delivered + " handed,";
        }
        quiet = 0;
        long missing = missing(fleet, witness);
        return missing == 0 ? "" : missing + " messages not handed yet,";
    }

    /** By the logs; of endpoints that began with the newest it cannot be said so. */
    private long missing(Fleet fleet, Witness witness) {
        List<EndpointHistory> sent = fleet.members().stream()
                .filter(it -> !community.late().containsKey(it))
                .map(it -> new EndpointHistory(it.endpoint(), fleet.books().sent(it.endpoint()), List.of()))
                .toList();
        return SocialJudge.due(sent, Evidence.logs(witness, community)).entrySet().stream()
                .mapToLong(it -> Math.max(0, it.getValue() - fleet.books().handedCount(it.getKey())))
                .sum();
    }

    /** Some marks when nothing breaks any more: they must stand. */
    private void lastReads(Fleet fleet) {
        testimony.closing();
        for (UserName user : community.people().users()) {
            List<ConversationId> conversations = community.conversationsOf(user);
            for (int i = 0; i < Math.min(LAST_READS, conversations.size()); i++) {
                fleet.read(community.endpointsOf(user).get(0), conversations.get(conversations.size() - 1 - i));
            }
        }
    }

    private Evidence quietEvidence(Witness witness) {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        Evidence before = Evidence.of(witness, community);
        for (int look = 0; look < LOOKS_MAX; look++) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            Evidence now = Evidence.of(witness, community);
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
        progress.step("The server never said the same twice");
        return before;
    }

    private record End(List<String> drift, double seconds, boolean settled) {}

    private SimulationReport report(Stage stage, Evidence evidence, List<SideLog> sideLogs, End end)
            throws IOException, SQLException {
        Fleet fleet = stage.fleet();
        List<EndpointHistory> histories = fleet.histories();
        SocialHistory history = new SocialHistory(
                histories,
                evidence.logs(),
                new SideHistory(
                        sideLogs,
                        testimony.heard(
                                fleet.members(),
                                community.conversations(),
                                it -> !fleet.wasKilled(it) && !community.late().containsKey(it)),
                        testimony.shown()),
                fleet.asked().all(),
                evidence.groups(),
                new UnreadHistory(evidence.listed(), evidence.totals(), testimony.unread(fleet.members())),
                new MarkHistory(testimony.reads(), testimony.told(), testimony.counted(), evidence.receipts()),
                end.drift);
        Verdict verdict = SocialJudge.judge(history);
        long refused = fleet.books().refusedAtOnce()
                + histories.stream()
                        .flatMap(it -> it.sent().stream())
                        .filter(it -> it.fate() instanceof Fate.Refused)
                        .count();
        return new SimulationReport(verdict, wish.seed(), stage.inflicted(), refused, end.seconds, end.settled)
                .ofGroups(new SimulationReport.Groups(
                        community.groups().size(),
                        changes(evidence),
                        sideLogs.stream().mapToLong(it -> it.entries().size()).sum(),
                        fleet.asked().refusals(),
                        sizes(history)));
    }

    private static Map<String, Long> sizes(SocialHistory history) {
        Map<String, Long> sizes = new TreeMap<>();
        sizes.put("logs", (long) history.logs().size());
        sizes.put("calls", (long) history.calls().size());
        sizes.put("group_views", (long) history.groups().size());
        sizes.put("unread_listed", (long) history.unread().listed().size());
        sizes.put("unread_told", (long) history.unread().told().size());
        sizes.put("reads", (long) history.marks().reads().size());
        sizes.put("receipts_told", (long) history.marks().told().size());
        sizes.put("receipts_answered", (long) history.marks().answered().size());
        sizes.put("counts_told", (long) history.marks().counted().size());
        sizes.put("amendments_shown", (long) history.sideLogs().shown().size());
        sizes.put(
                "amendments_told",
                history.sideLogs().told().stream()
                        .mapToLong(it -> it.heard().size())
                        .sum());
        return sizes;
    }

    private static long changes(Evidence evidence) {
        return evidence.logs().stream()
                .flatMap(it -> it.messages().stream())
                .filter(it -> it.change().isPresent())
                .count();
    }
}
