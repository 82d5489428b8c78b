package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What people who chat do: come, write, leave, in order. A pure function of the seed; faults are planned elsewhere. */
record Scenario(List<Act> acts) {
    Scenario {
        acts = List.copyOf(acts);
    }

    /** @param ratePerSecond of messages over the whole fleet */
    static Scenario of(long seed, Population population, Duration run, int ratePerSecond) {
        Presence presence = Presence.of(new SplittableRandom(seed + 1), population.members(), run);
        List<Act> acts = new ArrayList<>(presence.acts());
        Writing writing =
                new Writing(new SplittableRandom(seed + 2), population.members(), run, presence, (random, who, at) -> {
                    List<ConversationId> chats = population.chatsOf(who);
                    return chats.get(random.nextInt(chats.size()));
                });
        writing.write(run.toSeconds() * ratePerSecond, acts);
        acts.sort(Comparator.comparing(Act::at));
        return new Scenario(acts);
    }
}
