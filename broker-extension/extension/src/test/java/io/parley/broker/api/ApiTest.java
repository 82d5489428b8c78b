package io.parley.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.StorageException;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ApiTest {
    private final List<String> observed = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 7;

    private final Api api =
            new Api(Calls.NONE, new ApiSettings(16, Duration.ofSeconds(10)), () -> nanos, new ApiObserver() {
                @Override
                public void answered(String call, Optional<Reason> refused, long nanos) {
                    observed.add(call + " " + refused.map(Reason::code).orElse("done"));
                }

                @Override
                public void handlerFailed(String call) {
                    observed.add(call + " failed");
                }
            });

    private CompletableFuture<Answer> run(Handler handler) {
        return api.run(
                        Call.of("thing/do", "", List.of(), handler),
                        new Caller(new UserName("alice"), null, new MessageId(1, 1)),
                        new byte[0])
                .toCompletableFuture();
    }

    private Reason reasonOf(Throwable failure) {
        CompletableFuture<Reply> inner = new CompletableFuture<>();
        CompletableFuture<Answer> answer = run((caller, arguments) -> inner.thenApply(it -> it));
        inner.completeExceptionally(failure);
        return ((Answer.Refused) answer.join()).refusal().reason();
    }

    @Test
    void should_answer_what_the_handler_replies_when_it_does() {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        CompletableFuture<Answer> answer = run((caller, arguments) -> reply);
        assertThat(answer).isNotDone();
        assertThat(api.underWay()).isEqualTo(1);
        reply.complete(Reply.NOTHING);
        assertThat(answer).isCompletedWithValue(new Answer.Done(Reply.NOTHING));
        assertThat(api.underWay()).isZero();
        assertThat(observed).containsExactly("thing/do done");
    }

    @Test
    void should_say_unknown_after_the_patience_and_nothing_after_that() {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        CompletableFuture<Answer> answer = run((caller, arguments) -> reply);
        nanos += Duration.ofSeconds(10).toNanos() - 1;
        api.overdue();
        assertThat(answer).isNotDone();
        nanos++;
        api.overdue();
        assertThat(((Answer.Refused) answer.join()).refusal().reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
        assertThat(api.underWay()).isZero();
        reply.complete(Reply.NOTHING);
        assertThat(observed).containsExactly("thing/do unknown");
    }

    @Test
    void should_hand_on_a_refusal_thrown_or_in_the_stage() {
        Refusal muted = new Refusal(Reason.MUTED, "until tomorrow");
        assertThat(run((caller, arguments) -> {
                    throw new RefusalException(muted);
                }))
                .isCompletedWithValue(new Answer.Refused(muted));
        assertThat(reasonOf(new RefusalException(muted))).isEqualTo(Reason.MUTED);
        assertThat(reasonOf(new CompletionException(new CompletionException(new RefusalException(muted)))))
                .isEqualTo(Reason.MUTED);
    }

    @Test
    void should_tell_a_store_that_did_not_from_one_that_may_have() {
        assertThat(reasonOf(new StorageException("away", false, null))).isEqualTo(Reason.BUSY);
        assertThat(reasonOf(new StorageException("timed out", true, null))).isEqualTo(Reason.UNKNOWN_OUTCOME);
        assertThat(reasonOf(new TimeoutException())).isEqualTo(Reason.UNKNOWN_OUTCOME);
        assertThat(observed).doesNotContain("thing/do failed");
    }

    @Test
    void should_answer_unknown_for_a_bug_and_never_say_more() {
        assertThat(reasonOf(new IllegalStateException("secret"))).isEqualTo(Reason.UNKNOWN_OUTCOME);
        CompletableFuture<Answer> thrown = run((caller, arguments) -> {
            throw new IllegalStateException("secret");
        });
        assertThat(((Answer.Refused) thrown.join()).refusal().detail()).isEqualTo("internal error");
        CompletableFuture<Answer> nothing = run((caller, arguments) -> CompletableFuture.completedFuture(null));
        assertThat(nothing.join()).isInstanceOf(Answer.Refused.class);
        assertThat(observed).filteredOn(it -> it.equals("thing/do failed")).hasSize(3);
    }
}
