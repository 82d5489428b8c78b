package io.parley.broker.group;

import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupMember.Role;
import io.parley.broker.storage.GroupMember.State;
import io.parley.broker.storage.Spans;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group, and what each change makes of it. Changes are judged one after the other, each by what the ones before it left,
 * so that two admins at once end in one state. Pure; one thread.
 */
final class GroupState {
    private static final Map<String, Role> ROLES =
            Map.of("owner", Role.OWNER, "admin", Role.ADMIN, "member", Role.MEMBER);

    private final GroupName name;
    private final GroupLimits limits;
    private final Map<UserName, GroupMember> known = new LinkedHashMap<>();
    private final Set<UserName> members = new LinkedHashSet<>();
    private int onTheWayIn;
    private GroupSettings settings;
    private @Nullable UserName createdBy;
    private long createdAt;
    private boolean dissolved;
    private long version;

    GroupState(GroupName name, GroupLimits limits) {
        this.name = name;
        this.limits = limits;
        this.settings = new GroupSettings(
                name.value(), false, GroupSettings.Join.INVITE, GroupSettings.History.JOINED, 100, 0L);
    }

    static GroupState of(Group stored, GroupLimits limits) {
        GroupState state = new GroupState(stored.name(), limits);
        state.settings = state.settings.with(stored.settings());
        state.createdBy = stored.createdBy();
        state.createdAt = stored.createdAt();
        state.dissolved = stored.dissolved();
        state.version = stored.version();
        stored.members().forEach(state::put);
        return state;
    }

    boolean exists() {
        return createdBy != null && !dissolved;
    }

    boolean wasCreated() {
        return createdBy != null;
    }

    long version() {
        return version;
    }

    GroupSettings settings() {
        return settings;
    }

    /** Those who are in. Unmodifiable, and changes with the group. */
    Set<UserName> members() {
        return Collections.unmodifiableSet(members);
    }

    @Nullable GroupMember member(UserName user) {
        return known.get(user);
    }

    /** As it is saved: with the members that {@code changed}. */
    Group toStore(Set<UserName> changed) {
        List<GroupMember> rows = new ArrayList<>(changed.size());
        for (UserName user : changed) {
            GroupMember member = known.get(user);
            if (member != null) {
                rows.add(member);
            }
        }
        UserName creator = createdBy;
        if (creator == null) {
            throw new IllegalStateException("group " + name + " was never created");
        }
        return new Group(name, settings, creator, createdAt, dissolved, version, rows);
    }

    // ---- judging

    /** Why the user may not write a message, null if they may. */
    @Nullable Reason refusalOfMessage(UserName from, long now) {
        Reason refusal = refusalOfAmendment(from, now);
        GroupMember member = known.get(from);
        boolean listensOnly =
                member != null && member.role() == Role.MEMBER && Boolean.TRUE.equals(settings.announceOnly());
        return refusal == null && listensOnly ? Reason.NOT_ALLOWED : refusal;
    }

    /** Why the user may not edit, recall or react, null if they may: also where only admins write. */
    @Nullable Reason refusalOfAmendment(UserName from, long now) {
        GroupMember member = known.get(from);
        if (!exists()) {
            return Reason.UNKNOWN_GROUP;
        }
        if (member == null || !member.isMember()) {
            return Reason.NOT_ALLOWED;
        }
        return now < member.mutedUntil() ? Reason.MUTED : null;
    }

    /** Why the user may not make this change, null if they may. */
    @Nullable Reason refusalOf(Change change, UserName by) {
        if (!isWellFormed(change)) {
            return Reason.MALFORMED;
        }
        if (change.kind() == Change.Kind.CREATED) {
            return refusalOfCreation(change, by);
        }
        if (!exists()) {
            return Reason.UNKNOWN_GROUP;
        }
        GroupMember self = known.get(by);
        return switch (change.kind()) {
            case JOINED -> refusalOfJoining(by, self);
            case DECLINED -> is(self, State.INVITED) ? null : Reason.NOT_FOUND;
            case ASKED ->
                is(self, State.MEMBER) || is(self, State.INVITED) || is(self, State.ASKED)
                        ? Reason.CONFLICT
                        : settings.join() == GroupSettings.Join.APPROVAL
                                ? refusalOfRoom(List.of(by))
                                : Reason.NOT_ALLOWED;
            case LEFT ->
                !is(self, State.MEMBER)
                        ? Reason.NOT_FOUND
                        : isLastOwner(by) && members.size() > 1 ? Reason.NOT_ALLOWED : null;
            default -> self == null || !self.isMember() ? Reason.NOT_ALLOWED : refusalOfOffice(change, self);
        };
    }

    /** What is not can never be applied, so it must not become durable. */
    private static boolean isWellFormed(Change change) {
        int users = change.users().size();
        return switch (change.kind()) {
            case CREATED -> !hasTwice(change.users());
            case ADDED -> users > 0 && !hasTwice(change.users());
            case INVITED, APPROVED, REFUSED, REMOVED, TRANSFERRED, MUTED -> users == 1;
            case ROLE -> users == 1 && ROLES.containsKey(String.valueOf(change.role()));
            case SETTINGS -> users == 0 && change.settings() != null;
            case JOINED, DECLINED, ASKED, LEFT, DISSOLVED -> users == 0;
            default -> false;
        };
    }

    private @Nullable Reason refusalOfCreation(Change change, UserName by) {
        if (wasCreated()) {
            return Reason.CONFLICT;
        }
        List<UserName> all = new ArrayList<>(change.users());
        all.add(by);
        return hasTwice(all) ? Reason.MALFORMED : refusalOfRoom(all);
    }

    private @Nullable Reason refusalOfJoining(UserName by, @Nullable GroupMember self) {
        if (is(self, State.MEMBER)) {
            return Reason.CONFLICT;
        }
        if (is(self, State.INVITED)) {
            return null;
        }
        return settings.join() == GroupSettings.Join.OPEN ? refusalOfRoom(List.of(by)) : Reason.NOT_ALLOWED;
    }

    /** What takes a role. */
    private @Nullable Reason refusalOfOffice(Change change, GroupMember self) {
        boolean isOwner = self.role() == Role.OWNER;
        if (self.role() == Role.MEMBER) {
            return Reason.NOT_ALLOWED;
        }
        return switch (change.kind()) {
            case ADDED ->
                change.users().stream().anyMatch(user -> is(known.get(user), State.MEMBER))
                        ? Reason.CONFLICT
                        : refusalOfRoom(change.users());
            case INVITED -> {
                GroupMember target = known.get(only(change));
                yield is(target, State.MEMBER) || is(target, State.INVITED)
                        ? Reason.CONFLICT
                        : refusalOfRoom(change.users());
            }
            case APPROVED, REFUSED -> is(known.get(only(change)), State.ASKED) ? null : Reason.NOT_FOUND;
            case REMOVED -> refusalOfRemoval(known.get(only(change)), self);
            case MUTED -> {
                GroupMember target = known.get(only(change));
                yield target == null || !target.isMember()
                        ? Reason.NOT_FOUND
                        : mayOverrule(self, target) ? null : Reason.NOT_ALLOWED;
            }
            case ROLE ->
                !isOwner
                        ? Reason.NOT_ALLOWED
                        : !is(known.get(only(change)), State.MEMBER)
                                ? Reason.NOT_FOUND
                                : isLastOwner(only(change)) && !"owner".equals(change.role())
                                        ? Reason.NOT_ALLOWED
                                        : null;
            case TRANSFERRED ->
                !isOwner
                        ? Reason.NOT_ALLOWED
                        : !is(known.get(only(change)), State.MEMBER)
                                ? Reason.NOT_FOUND
                                : only(change).equals(self.user()) ? Reason.CONFLICT : null;
            case SETTINGS -> null;
            case DISSOLVED -> isOwner ? null : Reason.NOT_ALLOWED;
            default -> Reason.NOT_ALLOWED;
        };
    }

    private static @Nullable Reason refusalOfRemoval(@Nullable GroupMember target, GroupMember self) {
        if (target == null || target.state() == State.LEFT) {
            return Reason.NOT_FOUND;
        }
        return !target.isMember() || mayOverrule(self, target) ? null : Reason.NOT_ALLOWED;
    }

    /** Owners overrule everybody but themselves, admins those without office. */
    private static boolean mayOverrule(GroupMember self, GroupMember target) {
        return !self.user().equals(target.user()) && (self.role() == Role.OWNER || target.role() == Role.MEMBER);
    }

    /** Whoever is on the way in has a place already. */
    private @Nullable Reason refusalOfRoom(List<UserName> users) {
        int places = members.size() + onTheWayIn;
        int remembered = known.size();
        for (UserName user : users) {
            GroupMember member = known.get(user);
            places += member == null || member.state() == State.LEFT ? 1 : 0;
            remembered += member == null ? 1 : 0;
        }
        boolean newcomers = remembered > known.size();
        return places > limits.membersMax() || (newcomers && remembered > limits.knownMax())
                ? Reason.LIMIT_REACHED
                : null;
    }

    private boolean isLastOwner(UserName user) {
        GroupMember self = known.get(user);
        return self != null
                && self.isMember()
                && self.role() == Role.OWNER
                && members.stream().noneMatch(other -> !other.equals(user) && isOwner(other));
    }

    private boolean isOwner(UserName user) {
        GroupMember member = known.get(user);
        return member != null && member.role() == Role.OWNER;
    }

    private static boolean is(@Nullable GroupMember member, State state) {
        return member != null && member.state() == state;
    }

    private static boolean hasTwice(List<UserName> users) {
        return Set.copyOf(users).size() != users.size();
    }

    /** The one user of a well-formed change that is about one. */
    private static UserName only(Change change) {
        return change.users().get(0);
    }

    // ---- applying

    /**
     * Applies a change that was judged, at its seq.
     *
     * @param at Unix milliseconds
     * @param amendmentsLast newest seq of the side log at this moment
     * @return who stands differently now
     */
    Set<UserName> apply(Change change, UserName by, long seq, long at, long amendmentsLast) {
        Place place = new Place(seq, amendmentsLast);
        Set<UserName> changed = new LinkedHashSet<>(change.users());
        switch (change.kind()) {
            case CREATED -> {
                createdBy = by;
                createdAt = at;
                takeOver(change);
                enter(by, Role.OWNER, place);
                change.users().forEach(user -> enter(user, Role.MEMBER, place));
                changed.add(by);
            }
            case ADDED, APPROVED -> change.users().forEach(user -> enter(user, Role.MEMBER, place));
            case INVITED -> put(with(only(change), State.INVITED, seq));
            case JOINED -> {
                enter(by, Role.MEMBER, place);
                changed.add(by);
            }
            case ASKED -> {
                put(with(by, State.ASKED, seq));
                changed.add(by);
            }
            case DECLINED -> {
                put(with(by, State.LEFT, seq));
                changed.add(by);
            }
            case REFUSED -> put(with(only(change), State.LEFT, seq));
            case LEFT -> {
                leave(by, place);
                dissolved |= members.isEmpty();
                changed.add(by);
            }
            case REMOVED -> leave(only(change), place);
            case ROLE -> setRole(only(change), roleOf(change), seq);
            case TRANSFERRED -> {
                setRole(only(change), Role.OWNER, seq);
                setRole(by, Role.ADMIN, seq);
                changed.add(by);
            }
            case MUTED -> mute(only(change), change.until(), seq);
            case SETTINGS -> takeOver(change);
            case DISSOLVED -> dissolved = true;
            default -> throw new IllegalArgumentException(change.kind() + " in group " + name);
        }
        version = seq;
        return changed;
    }

    private record Place(long seq, long amendmentsLast) {}

    private void takeOver(Change change) {
        GroupSettings set = change.settings();
        if (set != null) {
            settings = settings.with(set);
        }
    }

    private void enter(UserName user, Role role, Place place) {
        GroupMember former = known.get(user);
        Spans visible = former == null ? Spans.NONE : former.visible();
        Spans amendments = former == null ? Spans.NONE : former.amendments();
        boolean past = settings.history() != GroupSettings.History.JOINED;
        put(new GroupMember(
                user,
                State.MEMBER,
                role,
                place.seq,
                visible.opened(firstVisible(place.seq)),
                amendments.opened(past ? 1 : place.amendmentsLast + 1),
                former == null ? 0 : former.mutedUntil(),
                place.seq));
    }

    private long firstVisible(long seq) {
        GroupSettings.History history = settings.history();
        Integer count = settings.historyCount();
        if (history == GroupSettings.History.ALL) {
            return 1;
        }
        return history == GroupSettings.History.LAST && count != null ? Math.max(1, seq - count) : seq;
    }

    private void leave(UserName user, Place place) {
        GroupMember member = member(user, place.seq);
        put(new GroupMember(
                user,
                State.LEFT,
                Role.MEMBER,
                member.joined(),
                member.visible().closed(place.seq),
                member.amendments().closed(place.amendmentsLast),
                // or leaving and coming back would end it
                member.mutedUntil(),
                place.seq));
    }

    private void setRole(UserName user, Role role, long seq) {
        GroupMember it = member(user, seq);
        put(new GroupMember(user, it.state(), role, it.joined(), it.visible(), it.amendments(), it.mutedUntil(), seq));
    }

    private void mute(UserName user, long until, long seq) {
        GroupMember it = member(user, seq);
        put(new GroupMember(user, it.state(), it.role(), it.joined(), it.visible(), it.amendments(), until, seq));
    }

    private GroupMember with(UserName user, State state, long seq) {
        GroupMember it = member(user, seq);
        return new GroupMember(
                user, state, it.role(), it.joined(), it.visible(), it.amendments(), it.mutedUntil(), seq);
    }

    private GroupMember member(UserName user, long seq) {
        GroupMember member = known.get(user);
        return member != null
                ? member
                : new GroupMember(user, State.LEFT, Role.MEMBER, 0, Spans.NONE, Spans.NONE, 0, seq);
    }

    private void put(GroupMember member) {
        GroupMember former = known.put(member.user(), member);
        onTheWayIn += isOnTheWayIn(member) - isOnTheWayIn(former);
        if (member.isMember()) {
            members.add(member.user());
        } else {
            members.remove(member.user());
        }
    }

    private static int isOnTheWayIn(@Nullable GroupMember member) {
        return is(member, State.INVITED) || is(member, State.ASKED) ? 1 : 0;
    }

    private static Role roleOf(Change change) {
        return ROLES.getOrDefault(String.valueOf(change.role()), Role.MEMBER);
    }
}
