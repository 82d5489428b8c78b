package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.fleet.Population;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Who there is, who talks to whom, and which groups there are: a pure function of the seed. Groups are of uneven size: the
 * first holds nearly everybody, the second is announce-only, the others shrink with their number.
 *
 * @param late endpoints that appear for the first time in the run, and when; not among the population's members
 * @param shy users who let nobody add them to a group: they are invited
 */
record Community(Population people, List<Group> groups, Map<Member, Duration> late, Set<UserName> shy) {
    private static final double NEARLY_EVERYBODY = 0.9;
    private static final double ANNOUNCED_TO = 0.6;
    private static final double ZIPF_FIRST = 0.7;
    private static final int SIZE_MIN = 3;
    private static final int LATE_ONE_IN = 5;
    private static final double LATE_FROM = 0.5;
    private static final double LATE_TO = 0.85;
    private static final int SHY_ONE_IN = 5;
    private static final int LAST_COUNT_MAX = 30;

    Community {
        groups = List.copyOf(groups);
        late = Map.copyOf(late);
        shy = Set.copyOf(shy);
    }

    static Community of(long seed, Size size, Duration run) {
        Population people = Population.of(seed, size.users(), size.hosts(), size.endpointsMax());
        SplittableRandom random = new SplittableRandom(seed + 11);
        List<UserName> users = people.users();
        List<Group> groups = new ArrayList<>();
        for (int number = 1; number <= size.groups(); number++) {
            groups.add(group(random, number, users));
        }
        Map<Member, Duration> late = new LinkedHashMap<>();
        Set<UserName> shy = new HashSet<>();
        for (UserName user : users) {
            if (random.nextInt(LATE_ONE_IN) == 0) {
                double at = LATE_FROM + random.nextDouble() * (LATE_TO - LATE_FROM);
                late.put(
                        new Member(new EndpointId(user, user + "-late"), random.nextInt(size.hosts())),
                        Duration.ofMillis(Math.round(at * run.toMillis())));
            }
            if (random.nextInt(SHY_ONE_IN) == 0) {
                shy.add(user);
            }
        }
        return new Community(people, groups, late, shy);
    }

    /** How large. */
    record Size(int users, int groups, int endpointsMax, int hosts) {}

    private static Group group(SplittableRandom random, int number, List<UserName> users) {
        List<UserName> shuffled = new ArrayList<>(users);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            UserName swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, swapped);
        }
        double share = number == 1 ? NEARLY_EVERYBODY : number == 2 ? ANNOUNCED_TO : ZIPF_FIRST / (number - 1);
        int size = Math.min(users.size(), Math.max(SIZE_MIN, (int) Math.round(share * users.size())));
        GroupSettings.History history =
                GroupSettings.History.values()[random.nextInt(GroupSettings.History.values().length)];
        GroupSettings.Join join = GroupSettings.Join.values()[random.nextInt(GroupSettings.Join.values().length)];
        GroupSettings settings =
                new GroupSettings("Group " + number, number == 2, join, history, random.nextInt(1, LAST_COUNT_MAX), 0L);
        return new Group(new GroupName("g" + number), shuffled.get(0), shuffled.subList(1, size), settings);
    }

    /** Every endpoint there ever is. */
    List<Member> members() {
        List<Member> all = new ArrayList<>(people.members());
        late.keySet().stream()
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .forEach(all::add);
        return all;
    }

    /** Every group, and every chat there may be. */
    List<ConversationId> conversations() {
        Set<ConversationId> all = new TreeSet<>();
        groups.forEach(it -> all.add(it.conversation()));
        people.users().forEach(it -> all.addAll(people.chatsOf(it)));
        return List.copyOf(all);
    }

    /** Whatever the user may ever be in: the own chats, and every group. */
    List<ConversationId> conversationsOf(UserName user) {
        List<ConversationId> own = new ArrayList<>(people.chatsOf(user));
        groups.forEach(it -> own.add(it.conversation()));
        return own;
    }

    List<Member> endpointsOf(UserName user) {
        return members().stream()
                .filter(it -> it.endpoint().user().equals(user))
                .toList();
    }
}
