package io.parley.simulator.social;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.fleet.Act;
import io.parley.simulator.fleet.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Plans what admins and members do to one group: joinings, removals, changes of office and settings, and now and then two
 * admins at the same moment. Pure.
 */
final class Politics {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int EVENTS_MIN = 4;
    private static final double FIRST = 0.03;
    private static final double LAST = 0.93;
    private static final int ANSWER_MILLIS_MAX = 4_000;
    private static final int MUTE_SECONDS_MAX = 6;

    private final SplittableRandom random;
    private final Community community;
    private final Presence presence;
    private final Club club;
    private final List<Act> acts;
    private final List<BiConsumer<Duration, UserName>> deeds = new ArrayList<>();

    Politics(SplittableRandom random, Community community, Presence presence, Club club, List<Act> acts) {
        this.random = random;
        this.community = community;
        this.presence = presence;
        this.club = club;
        this.acts = acts;
        often(4, this::bringIn);
        often(3, this::remove);
        often(3, (at, admin) -> leave(at));
        often(2, (at, admin) -> knock(at, admin));
        often(2, this::rename);
        often(2, this::promote);
        often(1, this::mute);
        often(1, this::showHistory);
        often(1, this::transfer);
        often(4, this::clash);
    }

    private void often(int weight, BiConsumer<Duration, UserName> deed) {
        for (int i = 0; i < weight; i++) {
            deeds.add(deed);
        }
    }

    void plan(Duration run) {
        long events = Math.max(EVENTS_MIN, run.toMillis() / EVERY.toMillis());
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            double at = FIRST + random.nextDouble() * (LAST - FIRST);
            times.add(Duration.ofMillis(Math.round(at * run.toMillis())));
        }
        times.sort(Duration::compareTo);
        // The first thing is a second officer, or there are never two.
        club.plain().stream()
                .findFirst()
                .ifPresent(it -> role(times.get(0), club.group().founder(), it, "admin"));
        for (Duration at : times.subList(1, times.size())) {
            deeds.get(random.nextInt(deeds.size())).accept(at, Club.any(random, club.officers()));
        }
    }

    // ---- one at a time

    private void bringIn(Duration at, UserName admin) {
        List<UserName> outside = club.outsiders(community.people().users());
        if (outside.isEmpty()) {
            remove(at, admin);
            return;
        }
        UserName user = Club.any(random, outside);
        if (community.shy().contains(user)) {
            call(at, admin, "group/invite", user(user), Change.Kind.INVITED, user);
            answerInvitation(later(at), user);
        } else {
            call(at, admin, "group/add", ",\"users\":[\"" + user + "\"]", Change.Kind.ADDED, user);
            club.enter(user, at);
        }
    }

    private void answerInvitation(Duration at, UserName user) {
        if (random.nextInt(3) == 0) {
            call(at, user, "group/decline", "", Change.Kind.DECLINED);
        } else {
            call(at, user, "group/accept", "", Change.Kind.JOINED);
            club.enter(user, at);
        }
    }

    private void remove(Duration at, UserName admin) {
        List<UserName> plain = club.plain();
        if (!plain.isEmpty()) {
            UserName user = Club.any(random, plain);
            call(at, admin, "group/remove", user(user), Change.Kind.REMOVED, user);
            club.leave(user, at);
        }
    }

    private void leave(Duration at) {
        List<UserName> plain = club.plain();
        if (!plain.isEmpty()) {
            UserName user = Club.any(random, plain);
            call(at, user, "group/leave", "", Change.Kind.LEFT);
            club.leave(user, at);
        }
    }

    /** Someone from outside wants in: is in at once, asks, or is refused, as the group is set. */
    private void knock(Duration at, UserName admin) {
        List<UserName> outside = club.outsiders(community.people().users());
        if (outside.isEmpty()) {
            return;
        }
        UserName user = Club.any(random, outside);
        add(at, user, "group/join", "", Set.of(Change.Kind.JOINED, Change.Kind.ASKED), List.of());
        GroupSettings.Join join = club.group().settings().join();
        if (join == GroupSettings.Join.OPEN) {
            club.enter(user, at);
        } else if (join == GroupSettings.Join.APPROVAL) {
            Duration then = later(at);
            if (random.nextInt(3) == 0) {
                call(then, admin, "group/refuse", user(user), Change.Kind.REFUSED, user);
            } else {
                call(then, admin, "group/approve", user(user), Change.Kind.APPROVED, user);
                club.enter(user, then);
            }
        }
    }

    private void rename(Duration at, UserName admin) {
        call(at, admin, "group/set", ",\"title\":\"By " + admin + " at " + at.toMillis() + "\"", Change.Kind.SETTINGS);
    }

    private void promote(Duration at, UserName admin) {
        List<UserName> plain = club.plain();
        if (!plain.isEmpty()) {
            role(
                    at,
                    Club.any(random, club.owners()),
                    Club.any(random, plain),
                    random.nextInt(4) == 0 ? "owner" : "admin");
        }
    }

    private void role(Duration at, UserName owner, UserName user, String role) {
        call(at, owner, "group/role", user(user) + ",\"role\":\"" + role + "\"", Change.Kind.ROLE, user);
        club.setRole(user, role);
    }

    private void mute(Duration at, UserName admin) {
        List<UserName> plain = club.plain();
        if (!plain.isEmpty()) {
            UserName user = Club.any(random, plain);
            String seconds = ",\"seconds\":" + random.nextInt(MUTE_SECONDS_MAX + 1);
            call(at, admin, "group/mute", user(user) + seconds, Change.Kind.MUTED, user);
        }
    }

    private void showHistory(Duration at, UserName admin) {
        GroupSettings.History history =
                GroupSettings.History.values()[random.nextInt(GroupSettings.History.values().length)];
        call(at, admin, "group/set", ",\"history\":\"" + history.code() + "\"", Change.Kind.SETTINGS);
    }

    /** An owner other than the founder hands the office on, if there is one. */
    private void transfer(Duration at, UserName admin) {
        UserName founder = club.group().founder();
        List<UserName> others =
                club.owners().stream().filter(it -> !it.equals(founder)).toList();
        List<UserName> plain = club.plain();
        if (others.isEmpty() || plain.isEmpty()) {
            rename(at, admin);
            return;
        }
        UserName from = Club.any(random, others);
        UserName to = Club.any(random, plain);
        call(at, from, "group/transfer", user(to), Change.Kind.TRANSFERRED, to);
        club.setRole(to, "owner");
        club.setRole(from, "admin");
    }

    // ---- two at once

    private void clash(Duration at, UserName one) {
        List<UserName> officers = new ArrayList<>(club.officers());
        officers.remove(one);
        if (officers.isEmpty()) {
            rename(at, one);
            return;
        }
        UserName other = Club.any(random, officers);
        List<UserName> plain = club.plain();
        List<UserName> outside = club.outsiders(community.people().users());
        int kind = random.nextInt(4);
        if (kind == 0 && !plain.isEmpty()) {
            UserName user = Club.any(random, plain);
            call(at, one, "group/remove", user(user), Change.Kind.REMOVED, user);
            call(at, other, "group/remove", user(user), Change.Kind.REMOVED, user);
            club.leave(user, at);
        } else if (kind == 1 && !plain.isEmpty()) {
            UserName user = Club.any(random, plain);
            call(at, one, "group/mute", user(user) + ",\"seconds\":2", Change.Kind.MUTED, user);
            call(at, other, "group/remove", user(user), Change.Kind.REMOVED, user);
            club.leave(user, at);
        } else if (kind == 2 && !outside.isEmpty()) {
            UserName user = Club.any(random, outside);
            call(at, one, "group/add", ",\"users\":[\"" + user + "\"]", Change.Kind.ADDED, user);
            call(at, other, "group/add", ",\"users\":[\"" + user + "\"]", Change.Kind.ADDED, user);
            club.enter(user, at);
        } else if (kind == 3 && !other.equals(club.group().founder()) && !one.equals(other)) {
            // The founder takes the office from somebody who is using it at that moment.
            role(at, club.group().founder(), other, "member");
            rename(at, other);
        } else {
            rename(at, one);
            rename(at, other);
        }
    }

    // ---- calls

    private Duration later(Duration at) {
        return at.plusMillis(random.nextInt(ANSWER_MILLIS_MAX) + 500L);
    }

    private static String user(UserName user) {
        return ",\"user\":\"" + user + "\"";
    }

    private void call(Duration at, UserName by, String name, String more, Change.Kind kind, UserName... users) {
        add(at, by, name, more, Set.of(kind), List.of(users));
    }

    private void add(Duration at, UserName by, String name, String more, Set<Change.Kind> kinds, List<UserName> users) {
        acts.add(new Act.Call(
                at,
                presence.anyone(random, community.endpointsOf(by), at),
                name,
                "{\"group\":\"" + club.group().name() + "\"" + more + "}",
                new Act.Wanted(club.group().conversation(), kinds, users)));
    }
}
