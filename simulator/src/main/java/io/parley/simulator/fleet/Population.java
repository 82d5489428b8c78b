package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Who there is and who talks to whom: a pure function of the seed.
 *
 * @param members every endpoint; those of a user may live in different hosts
 * @param friends whom each user writes to
 */
public record Population(List<Member> members, Map<UserName, List<UserName>> friends) {
    private static final int ENDPOINTS_MAX = 3;
    /** Few enough that chats grow long and both sides write at once. */
    private static final int FRIENDS = 4;

    public Population {
        members = List.copyOf(members);
        friends = Map.copyOf(friends);
    }

    static Population of(long seed, int users, int hosts) {
        return of(seed, users, hosts, ENDPOINTS_MAX);
    }

    /** @param endpointsMax most endpoints of a user */
    public static Population of(long seed, int users, int hosts, int endpointsMax) {
        SplittableRandom random = new SplittableRandom(seed);
        List<UserName> names = new ArrayList<>();
        for (int i = 1; i <= users; i++) {
            names.add(new UserName("u" + i));
        }
        List<Member> members = new ArrayList<>();
        Map<UserName, TreeSet<UserName>> friends = new LinkedHashMap<>();
        for (UserName name : names) {
            int endpoints = random.nextInt(1, endpointsMax + 1);
            for (int i = 1; i <= endpoints; i++) {
                members.add(new Member(new EndpointId(name, name + "-" + i), members.size() % hosts));
            }
            befriend(names, name, random, friends);
        }
        Map<UserName, List<UserName>> lists = new LinkedHashMap<>();
        friends.forEach((name, of) -> lists.put(name, List.copyOf(of)));
        return new Population(members, lists);
    }

    /** Friendship is mutual; someone alone in the world talks to themself. */
    private static void befriend(
            List<UserName> names, UserName name, SplittableRandom random, Map<UserName, TreeSet<UserName>> friends) {
        for (int i = 0; i < FRIENDS / 2; i++) {
            UserName other = names.get(random.nextInt(names.size()));
            if (other.equals(name) && names.size() > 1) {
                other = names.get((names.indexOf(name) + 1) % names.size());
            }
            friends.computeIfAbsent(name, it -> new TreeSet<>()).add(other);
            friends.computeIfAbsent(other, it -> new TreeSet<>()).add(name);
        }
    }

    public List<UserName> friendsOf(UserName user) {
        return friends.getOrDefault(user, List.of());
    }

    /** The chats of a user. */
    public List<ConversationId> chatsOf(UserName user) {
        return friendsOf(user).stream().map(it -> ConversationId.chat(user, it)).toList();
    }

    public List<UserName> users() {
        return members.stream().map(it -> it.endpoint().user()).distinct().toList();
    }

    List<String> userNames() {
        return users().stream().map(UserName::value).toList();
    }
}
