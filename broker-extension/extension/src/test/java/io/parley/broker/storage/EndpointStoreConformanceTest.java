package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link EndpointStore} must do. */
public abstract class EndpointStoreConformanceTest {
    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();

    protected abstract Stores stores();

    @Test
    void should_know_nothing_of_an_endpoint_never_seen() {
        assertThat(await(stores().endpoints().marksOf(new EndpointId(alice, "phone"))))
                .isEmpty();
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEmpty();
    }

    @Test
    void should_keep_the_marks_of_each_endpoint_apart() {
        ConversationId other = ConversationId.chat(alice, new UserName("carol"));
        EndpointId phone = new EndpointId(alice, "phone");
        EndpointId laptop = new EndpointId(alice, "Laptop #2/ü");
        await(stores().endpoints().saveMarks(phone, Map.of(chat, 7L, other, 1L)));
        await(stores().endpoints().saveMarks(laptop, Map.of(chat, 3L)));
        await(stores().endpoints().saveMarks(phone, Map.of(chat, 8L)));
        await(stores().endpoints().saveMarks(phone, Map.of()));
        assertThat(await(stores().endpoints().marksOf(phone))).isEqualTo(Map.of(chat, 8L, other, 1L));
        assertThat(await(stores().endpoints().marksOf(laptop))).isEqualTo(Map.of(chat, 3L));
    }

    @Test
    void should_list_every_conversation_of_a_user_who_has_many() {
        Map<ConversationId, UserMarks> expected = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            ConversationId one = ConversationId.chat(alice, new UserName("peer" + i));
            expected.put(one, new UserMarks(i + 1, i));
            await(stores().conversations().saveMarks(one, alice, new UserMarks(i + 1, i)));
        }
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEqualTo(expected);
    }
}
