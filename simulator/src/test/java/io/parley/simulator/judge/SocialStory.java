package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.GroupView;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.Sent;
import io.parley.simulator.history.SideLog;
import io.parley.simulator.history.SocialHistory;
import io.parley.simulator.history.SocialHistory.MarkHistory;
import io.parley.simulator.history.SocialHistory.SideHistory;
import io.parley.simulator.history.SocialHistory.UnreadHistory;
import io.parley.simulator.history.Unread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A true history with one group, to be spoiled by tests.
 *
 * <pre>
 * 1 alice creates it with bob   2 alice writes   3 bob writes   4 alice adds carol   5 carol writes
 * 6 alice removes bob           7 alice writes   8 alice adds bob again   9 carol writes
 * side log: 1 carol edits 5     2 alice likes 5
 * </pre>
 *
 * Alice has a phone, from which she does everything, and a laptop. Bob sees 1 to 6 and 8, 9; Carol 4 to 9.
 */
final class SocialStory {
    static final UserName ALICE = new UserName("alice");
    static final UserName BOB = new UserName("bob");
    static final UserName CAROL = new UserName("carol");
    static final EndpointId PHONE = new EndpointId(ALICE, "phone");
    static final EndpointId LAPTOP = new EndpointId(ALICE, "laptop");
    static final EndpointId BOBS = new EndpointId(BOB, "b");
    static final EndpointId CAROLS = new EndpointId(CAROL, "c");
    static final ConversationId GROUP = ConversationId.group(new GroupName("climbers"));
    static final ConversationId SIDE = GROUP.amendments();
    static final GroupSettings SET =
            new GroupSettings("Climbers", false, GroupSettings.Join.INVITE, GroupSettings.History.JOINED, null, 0L);

    final List<Logged> log = new ArrayList<>();
    final Map<EndpointId, List<Sent>> sent = new LinkedHashMap<>();
    final Map<EndpointId, List<Handed>> handed = new LinkedHashMap<>();
    final List<SideLog.Entry> side = new ArrayList<>();
    final Map<EndpointId, List<SideLog.Heard>> heard = new LinkedHashMap<>();
    final List<SideLog.Shown> shown = new ArrayList<>();
    /** With how many of the newest Alice's laptop began. */
    int newestOfLaptop;

    final List<Called> calls = new ArrayList<>();
    final List<GroupView> views = new ArrayList<>();
    final List<Unread.Listed> listed = new ArrayList<>();
    final List<Unread.Total> totals = new ArrayList<>();
    final List<Unread.Told> unreadTold = new ArrayList<>();
    final List<Marks.Read> reads = new ArrayList<>();
    final List<Marks.Told> told = new ArrayList<>();
    final List<Marks.Counted> counted = new ArrayList<>();
    final List<Marks.Answered> answered = new ArrayList<>();
    final List<String> drift = new ArrayList<>();

    SocialStory() {
        for (EndpointId endpoint : List.of(PHONE, LAPTOP, BOBS, CAROLS)) {
            heard.put(endpoint, new ArrayList<>());
            sent.put(endpoint, new ArrayList<>());
            handed.put(endpoint, new ArrayList<>());
        }
        change(1, new Change(Change.Kind.CREATED, List.of(BOB), null, 0, "", SET));
        message(2, PHONE);
        message(3, BOBS);
        change(4, Change.of(Change.Kind.ADDED, CAROL));
        message(5, CAROLS);
        change(6, Change.of(Change.Kind.REMOVED, BOB));
        message(7, PHONE);
        change(8, Change.of(Change.Kind.ADDED, BOB));
        message(9, CAROLS);
        log.replaceAll(it -> it.seq() == 5
                ? new Logged(
                        5,
                        it.id(),
                        it.from(),
                        it.at(),
                        it.change(),
                        new Logged.Amended(true, false, Map.of("+1", Set.of(ALICE))))
                : it);
        amend(1, CAROL, new Amendment(Amendment.Kind.EDIT, 5, "", "text/plain", "eA=="));
        amend(2, ALICE, new Amendment(Amendment.Kind.REACT, 5, "+1", "", ""));
        for (EndpointId endpoint : List.of(PHONE, LAPTOP)) {
            shown.add(new SideLog.Shown(
                    endpoint, GROUP, 5, new Logged.Amended(true, false, Map.of("+1", Set.of(ALICE)))));
        }
        for (UserName viewer : List.of(ALICE, BOB, CAROL)) {
            views.add(new GroupView(viewer, GROUP, 8, SET, 3, roles()));
        }
        unread(PHONE, 8, 1);
        unread(LAPTOP, 8, 1);
        unread(BOBS, 8, 1);
        unread(CAROLS, 0, 0);
        reads.add(new Marks.Read(BOBS, GROUP, 8, 800, true));
        reads.add(new Marks.Read(LAPTOP, GROUP, 8, 800, false));
        counted.add(new Marks.Counted(CAROLS, GROUP, 9, 2, 1, 0, 920));
        answered.add(new Marks.Answered(CAROL, GROUP, 9, 2, Set.of(ALICE, BOB), Set.of()));
        answered.add(new Marks.Answered(ALICE, GROUP, 7, 1, Set.of(CAROL), Set.of(CAROL)));
    }

    static Map<UserName, String> roles() {
        return Map.of(ALICE, "owner", BOB, "member", CAROL, "member");
    }

    static MessageId id(long seq) {
        return new MessageId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | seq);
    }

    private void message(long seq, EndpointId by) {
        sent.get(by).add(new Sent(GROUP, id(seq), new Fate.Accepted(seq)));
        log.add(new Logged(seq, id(seq), by.user(), seq, Optional.empty(), Logged.Amended.NOT));
        handed.keySet().stream().filter(it -> !it.equals(by)).forEach(it -> hand(it, seq, by.user()));
    }

    private void change(long seq, Change change) {
        calls.add(new Called(ALICE, GROUP, Set.of(change.kind()), change.users(), new Fate.Accepted(seq)));
        log.add(new Logged(seq, id(seq), ALICE, seq, Optional.of(change), Logged.Amended.NOT));
        handed.keySet().forEach(it -> hand(it, seq, ALICE));
    }

    /** At the right place, if it is theirs to see; a hundred nanoseconds a seq. */
    private void hand(EndpointId to, long seq, UserName from) {
        boolean sees = to.user().equals(ALICE) || (to.user().equals(BOB) ? seq != 7 : seq >= 4);
        if (sees) {
            handed.get(to).add(handed(seq, from, to));
        }
    }

    /** The phone is quickest, Bob slowest. */
    static Handed handed(long seq, UserName from, EndpointId to) {
        long delay = to.equals(BOBS) ? 50 : to.equals(LAPTOP) ? 10 : 0;
        return new Handed(GROUP, seq, id(seq), from, seq * 100 + delay);
    }

    private void amend(long seq, UserName by, Amendment amendment) {
        calls.add(new Called(by, SIDE, Set.of(), List.of(), new Fate.Accepted(seq)));
        side.add(new SideLog.Entry(seq, by, amendment));
        heard.values().forEach(it -> it.add(new SideLog.Heard(by, amendment)));
    }

    private void unread(EndpointId endpoint, long read, long unread) {
        UserName user = endpoint.user();
        if (!endpoint.equals(LAPTOP)) {
            listed.add(new Unread.Listed(user, GROUP, 9, read, unread));
            totals.add(new Unread.Total(user, unread));
        }
        unreadTold.add(new Unread.Told(endpoint, unread, unread == 0 ? Map.of() : Map.of(GROUP, unread)));
    }

    /** Changes what the log says at {@code seq}. */
    void relog(long seq, Logged other) {
        log.replaceAll(it -> it.seq() == seq ? other : it);
    }

    Verdict judge() {
        List<EndpointHistory> endpoints = new ArrayList<>();
        List<SideLog.Told> amendmentsTold = new ArrayList<>();
        heard.forEach((endpoint, of) -> amendmentsTold.add(new SideLog.Told(endpoint, GROUP, true, of)));
        handed.forEach((endpoint, of) -> endpoints.add(new EndpointHistory(
                endpoint, endpoint.equals(LAPTOP) ? newestOfLaptop : 0, sent.getOrDefault(endpoint, List.of()), of)));
        return SocialJudge.judge(new SocialHistory(
                endpoints,
                List.of(new ConversationLog(GROUP, log)),
                new SideHistory(List.of(new SideLog(GROUP, side)), amendmentsTold, shown),
                calls,
                views,
                new UnreadHistory(listed, totals, unreadTold),
                new MarkHistory(reads, told, counted, answered),
                drift));
    }
}
