package io.parley.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.Fate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AskedTest {
    private static final UserName BOB = new UserName("bob");
    private static final Member ALICE = new Member(new EndpointId(new UserName("alice"), "a"), 0);
    private static final Act.Wanted WANTED =
            new Act.Wanted(ConversationId.group(new GroupName("g")), Set.of(Change.Kind.REMOVED), List.of(BOB));

    private final Asked asked = new Asked();

    @Test
    void should_count_a_call_as_unknown_from_the_moment_it_is_ordered() {
        asked.ordered(1, ALICE, WANTED);
        assertThat(asked.waiting()).isEqualTo(1);
        assertThat(asked.all()).extracting(Called::fate).containsExactly(new Fate.Unknown());
    }

    @Test
    void should_take_the_seq_of_the_answer() {
        CompletionStage<String> answer = asked.ordered(1, ALICE, WANTED);
        asked.answered(1, "{\"status\":\"duplicate\",\"conversation\":\"group/g\",\"seq\":41,\"at\":17}");
        assertThat(asked.all()).extracting(Called::fate).containsExactly(new Fate.Accepted(41));
        assertThat(answer.toCompletableFuture()).isCompleted();
        assertThat(asked.waiting()).isZero();
    }

    @Test
    void should_tell_a_refusal_from_an_answer_that_never_came() {
        asked.ordered(1, ALICE, WANTED);
        asked.ordered(2, ALICE, WANTED);
        asked.refused(1, "not-allowed", "your role does not allow that");
        asked.refused(2, "timeout", "no answer");
        assertThat(asked.all())
                .extracting(Called::fate)
                .containsExactly(new Fate.Refused("not-allowed"), new Fate.Unknown());
        assertThat(asked.refusals()).containsEntry("not-allowed", 1L);
    }

    @Test
    void should_leave_what_a_killed_application_asked_unknown() {
        CompletionStage<String> answer = asked.ordered(1, ALICE, WANTED);
        asked.died(1);
        assertThat(asked.waiting()).isEqualTo(1);
        asked.died(0);
        assertThat(asked.waiting()).isZero();
        assertThat(asked.all()).extracting(Called::fate).containsExactly(new Fate.Unknown());
        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void should_not_list_what_only_asks() {
        asked.ordered(1, ALICE, null);
        asked.answered(1, "{\"conversations\":[]}");
        asked.ordered(2, ALICE, null);
        assertThat(asked.all()).isEmpty();
    }
}
