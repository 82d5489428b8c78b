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
            await(stores().conversations().saveMarks(one, alice, new UserMarks(i + 1, i), 0));
        }
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEqualTo(expected);
    }

    private void append(ConversationId conversation, long bucket, long firstSeq, long lastSeq) {
        await(stores().conversations().openBucket(conversation, bucket));
        Stores.append(stores().conversations(), Stores.block(conversation, bucket, 1, firstSeq, lastSeq));
    }

    @Test
    void should_tell_where_both_users_of_a_chat_stand_and_where_it_ends() {
        UserName bob = chat.second();
        await(stores().conversations().saveMarks(chat, alice, UserMarks.NONE, 0));
        await(stores().conversations().saveMarks(chat, bob, UserMarks.NONE, 0));
        append(chat, 1, 1, 4);
        append(chat, 1, 5, 7);
        append(chat.amendments(), 1, 1, 2);
        await(stores().conversations().saveMarks(chat, alice, new UserMarks(6, 5, 2, 0), 7));
        Standing hers = await(stores().endpoints().standingsOf(alice)).get(chat);
        assertThat(hers).isEqualTo(new Standing(new UserMarks(6, 5, 2, 0), UserMarks.NONE, 7, 2));
        Standing his = await(stores().endpoints().standingsOf(bob)).get(chat);
        assertThat(his.marks().own()).isEqualTo(7);
        assertThat(his.peers().received()).isEqualTo(6);
        assertThat(his.peers().read()).isEqualTo(5);
        assertThat(his.peers().own()).isEqualTo(2);
        assertThat(his.last()).isEqualTo(7);
    }

    @Test
    void should_say_nothing_of_a_chat_whose_peer_is_not_known_or_whose_end_is_not_sure() {
        ConversationId two = ConversationId.chat(alice, new UserName("dave"));
        await(stores().conversations().saveMarks(chat, alice, new UserMarks(3, 3), 0));
        await(stores().conversations().saveMarks(two, alice, UserMarks.NONE, 0));
        await(stores().conversations().saveMarks(two, two.peerOf(alice), UserMarks.NONE, 0));
        append(two, 1, 1, 2);
        append(two, 3, 3, 4);
        Map<ConversationId, Standing> found = await(stores().endpoints().standingsOf(alice));
        assertThat(found.get(chat)).isEqualTo(Standing.ofMarks(new UserMarks(3, 3)));
        assertThat(found.get(two)).isEqualTo(Standing.ofMarks(UserMarks.NONE));
    }
}
