package io.parley.simulator.judge;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.Logged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the changes in a group's log, read from the first to the last, amount to: who was in it from where to where, what
 * it is now, and what was done in it without the right to.
 */
final class GroupStory {
    static final long LASTS = Long.MAX_VALUE;
    private static final String OWNER = "owner";
    private static final String ADMIN = "admin";
    private static final String MEMBER = "member";
    private static final Set<Change.Kind> OF_OUTSIDERS =
            Set.of(Change.Kind.CREATED, Change.Kind.JOINED, Change.Kind.ASKED, Change.Kind.DECLINED);
    private static final Set<Change.Kind> OF_ADMINS = Set.of(
            Change.Kind.ADDED,
            Change.Kind.APPROVED,
            Change.Kind.REFUSED,
            Change.Kind.REMOVED,
            Change.Kind.ROLE,
            Change.Kind.TRANSFERRED,
            Change.Kind.MUTED,
            Change.Kind.SETTINGS,
            Change.Kind.DISSOLVED);

    /**
     * One time of membership.
     *
     * @param from first seq the user may see
     * @param joined seq of the change that began it
     * @param left seq of the change that ended it, {@link #LASTS} if nothing did
     */
    record Period(long from, long joined, long left) {
        boolean sees(long seq) {
            return from <= seq && seq <= left;
        }
    }

    private final Map<UserName, List<Period>> periods = new HashMap<>();
    private final Map<UserName, String> roles = new TreeMap<>();
    private final Map<UserName, Set<Long>> concerned = new HashMap<>();
    private final Map<UserName, Long> mutedUntil = new HashMap<>();
    private final List<String> misdeeds = new ArrayList<>();
    private GroupSettings settings = GroupSettings.NOTHING;
    private long version;

    private GroupStory() {}

    static GroupStory of(ConversationLog log) {
        GroupStory story = new GroupStory();
        for (Logged message : log.messages()) {
            story.misdeed(log, message);
            message.change().ifPresent(change -> story.apply(message, change));
        }
        return story;
    }

    private void misdeed(ConversationLog log, Logged message) {
        String role = roles.get(message.from());
        Change.Kind kind = message.change().map(Change::kind).orElse(null);
        String place = message.from() + " at seq " + message.seq() + " of " + log.conversation();
        if (kind == null || !OF_OUTSIDERS.contains(kind)) {
            if (role == null) {
                misdeeds.add(place + " was not a member" + (kind == null ? "" : ", and " + kind.code()));
                return;
            }
        }
        if (kind != null && OF_ADMINS.contains(kind) && MEMBER.equals(role)) {
            misdeeds.add(place + " was no admin, and " + kind.code());
        }
        if (kind == null && Boolean.TRUE.equals(settings.announceOnly()) && MEMBER.equals(role)) {
            misdeeds.add(place + " wrote where only admins may");
        }
        if (kind == null && mutedUntil.getOrDefault(message.from(), 0L) > message.at()) {
            misdeeds.add(place + " wrote while muted");
        }
    }

    private void apply(Logged message, Change change) {
        long seq = message.seq();
        UserName by = message.from();
        version = seq;
        change.users().forEach(user -> concern(user, seq));
        concern(by, seq);
        switch (change.kind()) {
            case CREATED -> {
                set(change);
                join(by, seq, OWNER);
                change.users().forEach(user -> join(user, seq, MEMBER));
            }
            case ADDED, APPROVED -> change.users().forEach(user -> join(user, seq, MEMBER));
            case JOINED -> join(by, seq, MEMBER);
            case LEFT -> leave(by, seq);
            case REMOVED -> change.users().forEach(user -> leave(user, seq));
            case ROLE -> change.users().forEach(user -> role(user, change.role() == null ? MEMBER : change.role()));
            case TRANSFERRED -> {
                change.users().forEach(user -> role(user, OWNER));
                role(by, ADMIN);
            }
            case MUTED -> change.users().forEach(user -> mutedUntil.put(user, change.until()));
            case SETTINGS -> set(change);
            default -> {
                // Invited, declined, asked, refused: nobody comes or goes by it. Dissolved: all keep what they have.
            }
        }
    }

    private void concern(UserName user, long seq) {
        concerned.computeIfAbsent(user, it -> new HashSet<>()).add(seq);
    }

    private void set(Change change) {
        if (change.settings() != null) {
            settings = settings.with(change.settings());
        }
    }

    private void join(UserName user, long seq, String role) {
        if (roles.putIfAbsent(user, role) == null) {
            mutedUntil.remove(user);
            periods.computeIfAbsent(user, it -> new ArrayList<>()).add(new Period(shownFrom(seq), seq, LASTS));
        }
    }

    /** What is shown of what was before, by what is set at that place. */
    private long shownFrom(long seq) {
        if (settings.history() == GroupSettings.History.ALL) {
            return 1;
        }
        if (settings.history() == GroupSettings.History.LAST && settings.historyCount() != null) {
            return Math.max(1, seq - settings.historyCount());
        }
        return seq;
    }

    private void leave(UserName user, long seq) {
        if (roles.remove(user) != null) {
            List<Period> own = periods.computeIfAbsent(user, it -> new ArrayList<>());
            Period last = own.remove(own.size() - 1);
            own.add(new Period(last.from(), last.joined(), seq));
        }
    }

    private void role(UserName user, String role) {
        if (roles.containsKey(user)) {
            roles.put(user, role);
        }
    }

    // ---- what came of it

    boolean sees(UserName user, long seq) {
        return periods(user).stream().anyMatch(it -> it.sees(seq));
    }

    /** Whether the change at {@code seq} is about {@code user} or by them: told to them even outside of membership. */
    boolean concerns(UserName user, long seq) {
        return concerned.getOrDefault(user, Set.of()).contains(seq);
    }

    List<Period> periods(UserName user) {
        return periods.getOrDefault(user, List.of());
    }

    /** Whether the user was in it from its first message to its last. */
    boolean isForEver(UserName user) {
        return periods(user).stream().anyMatch(it -> it.joined() == 1 && it.left() == LASTS);
    }

    /** Whoever was in it at any time. */
    Set<UserName> everybody() {
        return periods.keySet();
    }

    /** Who is in it now, as what. */
    Map<UserName, String> roles() {
        return roles;
    }

    /** What was ever set; null is what never was. */
    GroupSettings settings() {
        return settings;
    }

    /** Seq of the newest change. */
    long version() {
        return version;
    }

    List<String> misdeeds() {
        return misdeeds;
    }
}
