package io.parley.broker.group;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import io.parley.protocol.json.GroupSettings;
import io.parley.protocol.json.GroupSettings.History;
import io.parley.protocol.json.GroupSettings.Join;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes of every kind, sensible or not, among a few users. */
final class RandomChanges {
    private final Random random;
    private final int users;

    RandomChanges(Random random, int users) {
        this.random = random;
        this.users = users;
    }

    UserName user() {
        return user(random.nextInt(users));
    }

    static UserName user(int number) {
        return new UserName("user" + number);
    }

    Change creation() {
        Set<UserName> members = new HashSet<>();
        members.add(user());
        members.add(user());
        return new Change(Kind.CREATED, List.copyOf(members), null, 0, "", settings());
    }

    private GroupSettings settings() {
        return new GroupSettings(
                null,
                random.nextInt(4) == 0,
                Join.values()[random.nextInt(3)],
                History.values()[random.nextInt(3)],
                1 + random.nextInt(10),
                null);
    }

    Change any() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        List<UserName> one = List.of(user());
        return switch (kind) {
            case SETTINGS -> new Change(kind, List.of(), null, 0, "", settings());
            case ROLE ->
                new Change(kind, one, List.of("owner", "admin", "member").get(random.nextInt(3)), 0, "", null);
            case MUTED -> new Change(kind, one, null, random.nextInt(3_000), "", null);
            case ADDED -> Change.of(kind, user(), user());
            case JOINED, DECLINED, ASKED, LEFT -> Change.of(kind);
            // the end comes late
            case DISSOLVED -> Change.of(random.nextInt(40) == 0 ? kind : Kind.LEFT);
            default -> Change.of(kind, user());
        };
    }
}
