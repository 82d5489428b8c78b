package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Who takes part.
 *
 * @param members every endpoint
 * @param conversations that a user may ever be in
 * @param beginners endpoints that begin with the newest messages only
 */
public record Cast(
        List<Member> members,
        Function<UserName, List<ConversationId>> conversations,
        Set<Member> beginners,
        boolean readsAtOnce) {
    /** With how many messages of each conversation a beginner begins. */
    public static final int NEWEST = 20;

    public Cast {
        members = List.copyOf(members);
        beginners = Set.copyOf(beginners);
    }

    static Cast of(Population population) {
        return new Cast(population.members(), population::chatsOf, Set.of(), true);
    }

    App.Manner manner() {
        return readsAtOnce ? App.Manner.PROMPT : App.Manner.HUMAN;
    }

    List<String> userNames() {
        return members.stream()
                .map(it -> it.endpoint().user().value())
                .distinct()
                .toList();
    }

    int newest(Member member) {
        return beginners.contains(member) ? NEWEST : 0;
    }
}
