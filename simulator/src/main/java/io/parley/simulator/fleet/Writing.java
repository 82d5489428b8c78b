package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Spreads messages over time and over whoever is there.
 *
 * @param partners whom each writes to
 */
public record Writing(
        SplittableRandom random, List<Member> members, Duration run, Presence presence, Partners partners) {
    private static final int FILLER_USUAL_MAX = 400;
    private static final int FILLER_LARGE_MAX = 16_000;
    private static final int LARGE_ONE_IN = 50;
    /** Writing comes in bursts now and then, so that pipelining and windows are put to use. */
    private static final int BURST_ONE_IN = 20;

    private static final int BURST_MAX = 40;

    /** Chooses where somebody writes to. */
    @FunctionalInterface
    public interface Partners {
        ConversationId choose(SplittableRandom random, UserName who, Duration at);
    }

    public void write(long messages, List<Act> acts) {
        long left = messages;
        while (left > 0) {
            Duration at = Duration.ofMillis(random.nextLong(run.toMillis()));
            Member who = presence.anyone(random, members, at);
            ConversationId to = partners.choose(random, who.endpoint().user(), at);
            int burst = random.nextInt(BURST_ONE_IN) == 0 ? random.nextInt(2, BURST_MAX) : 1;
            for (int i = 0; i < burst && left > 0; i++, left--) {
                boolean large = random.nextInt(LARGE_ONE_IN) == 0;
                acts.add(new Act.Write(at, who, to, random.nextInt(large ? FILLER_LARGE_MAX : FILLER_USUAL_MAX)));
            }
        }
    }
}
