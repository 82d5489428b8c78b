package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.simulator.fleet.Act;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.fleet.Presence;
import io.parley.simulator.fleet.Writing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything people do in a run, in order: a pure function of the seed. Each kind of thing draws from a stream of its own,
 * so that more messages leave the admins where they are.
 */
record SocialPlan(List<Act> acts) {
    private static final double READ_EVERY_SECONDS = 4;
    private static final int AMEND_ONE_IN = 20;
    private static final double IN_GROUPS = 0.6;
    /** Now and then somebody writes where they may not: they must be told so. */
    private static final double WHERE_NOT_WANTED = 0.02;

    private static final Amendment.Kind[] AMENDMENTS = {
        Amendment.Kind.EDIT,
        Amendment.Kind.EDIT,
        Amendment.Kind.RECALL,
        Amendment.Kind.REACT,
        Amendment.Kind.REACT,
        Amendment.Kind.REACT,
        Amendment.Kind.UNREACT
    };

    SocialPlan {
        acts = List.copyOf(acts);
    }

    /** @param ratePerSecond of messages over the whole fleet */
    static SocialPlan of(long seed, Community community, Duration run, int ratePerSecond) {
        Presence presence =
                Presence.of(new SplittableRandom(seed + 1), community.people().members(), community.late(), run);
        List<Act> acts = new ArrayList<>(presence.acts());
        List<Club> clubs = new ArrayList<>();
        for (Group group : community.groups()) {
            Club club = new Club(group);
            clubs.add(club);
            SplittableRandom random = new SplittableRandom(seed * 31 + clubs.size());
            new Politics(random, community, presence, club, acts).plan(run);
        }
        Writing.Partners partners = partners(community, clubs);
        long messages = run.toSeconds() * ratePerSecond;
        List<Member> members = community.members();
        new Writing(new SplittableRandom(seed + 2), members, run, presence, partners).write(messages, acts);
        reads(new SplittableRandom(seed + 3), members, run, presence, partners, acts);
        amendments(new SplittableRandom(seed + 4), messages / AMEND_ONE_IN, members, run, presence, partners, acts);
        acts.sort(Comparator.comparing(Act::at));
        return new SocialPlan(acts);
    }

    private static Writing.Partners partners(Community community, List<Club> clubs) {
        return (random, who, at) -> {
            List<ConversationId> groups = new ArrayList<>();
            boolean anywhere = random.nextDouble() < WHERE_NOT_WANTED;
            for (Club club : clubs) {
                if (anywhere || (club.isInAt(who, at) && club.mayWrite(who))) {
                    groups.add(club.group().conversation());
                }
            }
            List<ConversationId> chats = community.people().chatsOf(who);
            boolean inGroup = anywhere || random.nextDouble() < IN_GROUPS;
            List<ConversationId> from = inGroup && !groups.isEmpty() ? groups : chats;
            return from.get(random.nextInt(from.size()));
        };
    }

    /** People look at what has come after a while, not at once. */
    private static void reads(
            SplittableRandom random,
            List<Member> members,
            Duration run,
            Presence presence,
            Writing.Partners partners,
            List<Act> acts) {
        for (Member member : members) {
            UserName user = member.endpoint().user();
            double at = delay(random);
            while (at < run.toSeconds()) {
                Duration then = Duration.ofMillis(Math.round(at * 1_000));
                ConversationId conversation = partners.choose(random, user, then);
                if (presence.isThere(member, then)) {
                    acts.add(new Act.Read(then, member, conversation));
                }
                at += delay(random);
            }
        }
    }

    private static double delay(SplittableRandom random) {
        return -READ_EVERY_SECONDS * Math.log(1 - random.nextDouble());
    }

    private static void amendments(
            SplittableRandom random,
            long count,
            List<Member> members,
            Duration run,
            Presence presence,
            Writing.Partners partners,
            List<Act> acts) {
        for (long i = 0; i < count; i++) {
            Duration at = Duration.ofMillis(random.nextLong(run.toMillis()));
            Member who = presence.anyone(random, members, at);
            ConversationId conversation = partners.choose(random, who.endpoint().user(), at);
            acts.add(new Act.Amend(at, who, conversation, AMENDMENTS[random.nextInt(AMENDMENTS.length)]));
        }
    }
}
