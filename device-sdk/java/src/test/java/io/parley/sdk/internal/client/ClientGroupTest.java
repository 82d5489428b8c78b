package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Contents;
import io.parley.sdk.Amended;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SendOptions;
import io.parley.sdk.internal.session.ServerModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups, side logs and the first page of a new endpoint, over a socket. */
@Timeout(60)
class ClientGroupTest extends ScriptedServer {
    private static final ConversationId CLIMBERS = ConversationId.group(new GroupName("climbers"));

    private int ids;

    private void carolSays(ConversationId where, Content content) {
        broker.peerSays(where, new ServerModel.Entry(new MessageId(8, ++ids), new UserName("carol"), content, false));
    }

    @Test
    void should_talk_in_a_group() throws Exception {
        List<ReceivedMessage> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client = phone().store(folder).onMessage(got::add).open()) {
            ConversationId group = client.conversation("group/climbers");
            assertThat(client.send(group, "anyone up there?")
                            .accepted()
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(1L);
            carolSays(group, Content.ofText("me"));
            await().atMost(SOON).until(() -> broker.received.getOrDefault("group/climbers", 0L) == 2);
        }
        assertThat(got).hasSize(1);
        ReceivedMessage message = got.get(0);
        assertThat(message.conversation()).isEqualTo(CLIMBERS);
        assertThat(message.group()).isEqualTo(Optional.of(new GroupName("climbers")));
        assertThat(message.from()).isEqualTo(new UserName("carol"));
        assertThatThrownBy(message::peer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void should_tell_what_was_amended_and_hand_it_to_no_handler() throws Exception {
        List<ReceivedMessage> got = new CopyOnWriteArrayList<>();
        List<Amended> amended = new CopyOnWriteArrayList<>();
        Amendment reaction = new Amendment(Amendment.Kind.REACT, 1, "👍", "", "");
        try (ParleyClient client = phone().store(folder)
                .onMessage(got::add)
                .onAmended(amended::add)
                .open()) {
            client.online().toCompletableFuture().get(20, TimeUnit.SECONDS);
            carolSays(CLIMBERS, Content.ofText("top"));
            carolSays(CLIMBERS.amendments(), Content.wrap(new byte[] {1}));
            carolSays(CLIMBERS.amendments(), Content.wrap(Contents.write(reaction)));
            await().atMost(SOON).until(() -> broker.received.getOrDefault("amend/group/climbers", 0L) == 2);
            await().atMost(SOON).until(() -> amended.size() == 1 && got.size() == 1);
        }
        assertThat(amended.get(0).conversation()).isEqualTo(CLIMBERS);
        assertThat(amended.get(0).by()).isEqualTo(new UserName("carol"));
        assertThat(amended.get(0).amendment()).isEqualTo(reaction);
    }

    @Test
    void should_begin_a_new_endpoint_with_the_newest_messages_and_miss_none_after() throws Exception {
        for (int i = 1; i <= 100; i++) {
            carolSays(CLIMBERS, Content.ofText("" + i));
        }
        List<Long> got = new CopyOnWriteArrayList<>();
        try (ParleyClient client = phone().store(folder)
                .newestOnly(3)
                .onMessage(it -> got.add(it.seq()))
                .open()) {
            client.online().toCompletableFuture().get(20, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> broker.received.getOrDefault("group/climbers", 0L) == 100);
        }
        for (int i = 101; i <= 140; i++) {
            carolSays(CLIMBERS, Content.ofText("" + i));
        }
        try (ParleyClient client = phone().store(folder)
                .newestOnly(3)
                .onMessage(it -> got.add(it.seq()))
                .open()) {
            await().atMost(SOON).until(() -> broker.received.getOrDefault("group/climbers", 0L) == 140);
            assertThat(client.state().isFinal()).isFalse();
        }
        assertThat(got)
                .hasSize(43)
                .startsWith(98L, 99L, 100L, 101L)
                .endsWith(140L)
                .isSorted();
    }

    @Test
    void should_refuse_what_only_the_server_makes_or_numbers() {
        try (ParleyClient client = phone().inMemory().open()) {
            ConversationId others = ConversationId.chat(new UserName("bob"), new UserName("carol"));
            assertThatThrownBy(() -> client.send(others, "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.send(CLIMBERS.amendments(), "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.markRead(CLIMBERS.amendments(), 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.conversation("climbers")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SendOptions.DEFAULT.contentType(ContentTypes.CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ContentTypes.CHANGE);
    }
}
