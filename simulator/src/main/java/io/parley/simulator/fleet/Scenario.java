package io.parley.simulator.fleet;

import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What people do: come, write, leave. A pure function of the seed; faults are planned elsewhere. */
record Scenario(List<Act> acts) {
    private static final double ONLINE_AT_START = 0.8;
    private static final double ONLINE_SECONDS_MEAN = 30;
    private static final double AWAY_SECONDS_MEAN = 8;
    private static final double SESSION_SECONDS_MIN = 1;
    private static final int FILLER_USUAL_MAX = 400;
    private static final int FILLER_LARGE_MAX = 16_000;
    private static final int LARGE_ONE_IN = 50;
    /** Writing comes in bursts now and then, so that pipelining and windows are put to use. */
    private static final int BURST_ONE_IN = 20;

    private static final int BURST_MAX = 40;
    private static final int TRIES_MAX = 50;

    /** One thing that happens, in the order of {@link #at}. */
    sealed interface Act {
        Duration at();
    }

    record Come(Duration at, Member who) implements Act {}

    record Leave(Duration at, Member who) implements Act {}

    /** @param fillerBytes how much longer than its number the message is */
    record Write(Duration at, Member who, UserName to, int fillerBytes) implements Act {}

    Scenario {
        acts = List.copyOf(acts);
    }

    /** @param ratePerSecond of messages over the whole fleet */
    static Scenario of(long seed, Population population, Duration run, int ratePerSecond) {
        List<Act> acts = new ArrayList<>();
        comings(new SplittableRandom(seed + 1), population, run, acts);
        Map<Member, TreeMap<Duration, Boolean>> presence = presence(acts);
        Writing writing = new Writing(new SplittableRandom(seed + 2), population, run, presence);
        writing.write(run.toSeconds() * ratePerSecond, acts);
        acts.sort(Comparator.comparing(Act::at));
        return new Scenario(acts);
    }

    private static void comings(SplittableRandom random, Population population, Duration run, List<Act> acts) {
        for (Member member : population.members()) {
            boolean online = random.nextDouble() < ONLINE_AT_START;
            double at = 0;
            if (online) {
                acts.add(new Come(Duration.ZERO, member));
            }
            while (true) {
                at += SESSION_SECONDS_MIN + exponential(random, online ? ONLINE_SECONDS_MEAN : AWAY_SECONDS_MEAN);
                if (at >= run.toSeconds()) {
                    break;
                }
                Duration when = Duration.ofMillis(Math.round(at * 1_000));
                acts.add(online ? new Leave(when, member) : new Come(when, member));
                online = !online;
            }
        }
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** From when on each member is there, or not. */
    private static Map<Member, TreeMap<Duration, Boolean>> presence(List<Act> acts) {
        Map<Member, TreeMap<Duration, Boolean>> presence = new HashMap<>();
        for (Act act : acts) {
            if (act instanceof Come come) {
                presence.computeIfAbsent(come.who(), it -> new TreeMap<>()).put(come.at(), true);
            } else if (act instanceof Leave leave) {
                presence.computeIfAbsent(leave.who(), it -> new TreeMap<>()).put(leave.at(), false);
            }
        }
        return presence;
    }

    /** Spreads messages over time and over whoever is there. */
    private record Writing(
            SplittableRandom random,
            Population population,
            Duration run,
            Map<Member, TreeMap<Duration, Boolean>> presence) {
        void write(long messages, List<Act> acts) {
            long left = messages;
            while (left > 0) {
                Duration at = Duration.ofMillis(random.nextLong(run.toMillis()));
                Member who = anyoneAt(at);
                List<UserName> friends = population.friendsOf(who.endpoint().user());
                UserName to = friends.get(random.nextInt(friends.size()));
                int burst = random.nextInt(BURST_ONE_IN) == 0 ? random.nextInt(2, BURST_MAX) : 1;
                for (int i = 0; i < burst && left > 0; i++, left--) {
                    boolean large = random.nextInt(LARGE_ONE_IN) == 0;
                    acts.add(new Write(at, who, to, random.nextInt(large ? FILLER_LARGE_MAX : FILLER_USUAL_MAX)));
                }
            }
        }

        /** Someone who is there; someone who is not if that is hard to find. */
        private Member anyoneAt(Duration at) {
            Member who = anyone();
            for (int tries = 0; tries < TRIES_MAX && !isThere(who, at); tries++) {
                who = anyone();
            }
            return who;
        }

        private Member anyone() {
            return population.members().get(random.nextInt(population.members().size()));
        }

        private boolean isThere(Member who, Duration at) {
            TreeMap<Duration, Boolean> times = presence.getOrDefault(who, new TreeMap<>());
            return times.floorEntry(at) != null && times.floorEntry(at).getValue();
        }
    }
}
