package io.parley.simulator.social;

import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a group will stand if everything goes as planned: who is in it when, and with which office. What really happens, the
 * group's log says; a plan that is refused because of another one is no fault.
 */
final class Club {
    private final Group group;
    private final TreeSet<UserName> owners = new TreeSet<>();
    private final TreeSet<UserName> admins = new TreeSet<>();
    private final TreeSet<UserName> members = new TreeSet<>();
    private final Map<UserName, TreeMap<Duration, Boolean>> times = new HashMap<>();

    Club(Group group) {
        this.group = group;
        owners.add(group.founder());
        enter(group.founder(), Duration.ZERO);
        group.others().forEach(it -> enter(it, Duration.ZERO));
    }

    Group group() {
        return group;
    }

    void enter(UserName user, Duration at) {
        members.add(user);
        times.computeIfAbsent(user, it -> new TreeMap<>()).put(at, true);
    }

    void leave(UserName user, Duration at) {
        members.remove(user);
        admins.remove(user);
        owners.remove(user);
        times.computeIfAbsent(user, it -> new TreeMap<>()).put(at, false);
    }

    void setRole(UserName user, String role) {
        owners.remove(user);
        admins.remove(user);
        if (role.equals("owner")) {
            owners.add(user);
        } else if (role.equals("admin")) {
            admins.add(user);
        }
    }

    boolean isInAt(UserName user, Duration at) {
        Map.Entry<Duration, Boolean> then =
                times.getOrDefault(user, new TreeMap<>()).floorEntry(at);
        return then != null && then.getValue();
    }

    boolean mayWrite(UserName user) {
        return !group.isAnnounceOnly() || owners.contains(user) || admins.contains(user);
    }

    List<UserName> owners() {
        return List.copyOf(owners);
    }

    /** Owners and admins. */
    List<UserName> officers() {
        List<UserName> both = new ArrayList<>(owners);
        both.addAll(admins);
        return both;
    }

    /** Members without office, if there are any. */
    List<UserName> plain() {
        List<UserName> plain = new ArrayList<>(members);
        plain.removeAll(owners);
        plain.removeAll(admins);
        return plain;
    }

    List<UserName> outsiders(List<UserName> everybody) {
        List<UserName> outside = new ArrayList<>(everybody);
        outside.removeAll(members);
        return outside;
    }

    static UserName any(SplittableRandom random, List<UserName> of) {
        return of.get(random.nextInt(of.size()));
    }
}
