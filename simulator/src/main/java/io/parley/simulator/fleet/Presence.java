package io.parley.simulator.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Who is there when, as planned: comes and goes at random, but for those who come late and stay. */
public final class Presence {
    private static final double ONLINE_AT_START = 0.8;
    private static final double ONLINE_SECONDS_MEAN = 30;
    private static final double AWAY_SECONDS_MEAN = 8;
    private static final double SESSION_SECONDS_MIN = 1;
    private static final int TRIES_MAX = 50;

    private final List<Act> acts = new ArrayList<>();
    private final Map<Member, TreeMap<Duration, Boolean>> times = new HashMap<>();

    private Presence() {}

    static Presence of(SplittableRandom random, List<Member> members, Duration run) {
        return of(random, members, Map.of(), run);
    }

    /** @param late when each of these comes for the first time */
    public static Presence of(SplittableRandom random, List<Member> members, Map<Member, Duration> late, Duration run) {
        Presence presence = new Presence();
        for (Member member : members) {
            presence.comeAndGo(random, member, run);
        }
        late.entrySet().stream()
                .sorted(Comparator.comparing(it -> it.getKey().key()))
                .forEach(it -> presence.add(it.getValue(), it.getKey(), true));
        return presence;
    }

    private void comeAndGo(SplittableRandom random, Member member, Duration run) {
        boolean online = random.nextDouble() < ONLINE_AT_START;
        double at = 0;
        if (online) {
            add(Duration.ZERO, member, true);
        }
        while (true) {
            at += SESSION_SECONDS_MIN + exponential(random, online ? ONLINE_SECONDS_MEAN : AWAY_SECONDS_MEAN);
            if (at >= run.toSeconds()) {
                break;
            }
            online = !online;
            add(Duration.ofMillis(Math.round(at * 1_000)), member, online);
        }
    }

    static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private void add(Duration at, Member member, boolean online) {
        acts.add(online ? new Act.Come(at, member) : new Act.Leave(at, member));
        times.computeIfAbsent(member, it -> new TreeMap<>()).put(at, online);
    }

    /** All comings and goings, not in the order of time. */
    public List<Act> acts() {
        return acts;
    }

    public boolean isThere(Member who, Duration at) {
        Map.Entry<Duration, Boolean> now =
                times.getOrDefault(who, new TreeMap<>()).floorEntry(at);
        return now != null && now.getValue();
    }

    /** One of these who is there; one who is not if that is hard to find. */
    public Member anyone(SplittableRandom random, List<Member> of, Duration at) {
        Member who = of.get(random.nextInt(of.size()));
        for (int tries = 0; tries < TRIES_MAX && !isThere(who, at); tries++) {
            who = of.get(random.nextInt(of.size()));
        }
        return who;
    }
}
