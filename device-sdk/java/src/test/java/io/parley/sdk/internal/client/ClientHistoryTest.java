package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Contents;
import io.parley.sdk.Cleared;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.Counts;
import io.parley.sdk.Hidden;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Presence;
import io.parley.sdk.ProfileChanged;
import io.parley.sdk.Profiles;
import io.parley.sdk.Scheduled;
import io.parley.sdk.SentMessage;
import io.parley.sdk.Typing;
import io.parley.sdk.Unread;
import io.parley.sdk.internal.session.ServerModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking back, and what is told in passing, over a socket. */
@Timeout(60)
class ClientHistoryTest extends ScriptedServer {
    private static final ConversationId CLIMBERS = ConversationId.group(new GroupName("climbers"));

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String message(long seq, String text, String more) {
        return "{\"seq\":" + seq + ",\"id\":\"" + new MessageId(4, seq) + "\",\"from\":\"bob\",\"at\":" + seq
                + ",\"contentType\":\"text/plain\",\"text\":\"" + text + "\"" + more + "}";
    }

    private static TestBroker.Answer page(String... messages) {
        return TestBroker.Answer.of("{\"messages\":[" + String.join(",", messages) + "],\"floor\":0,\"last\":3}");
    }

    private void sayThree() {
        for (int i = 1; i <= 3; i++) {
            bobSays("m" + i);
        }
    }

    private boolean hasReceived(String conversation, long seq) {
        return broker.received.getOrDefault(conversation, 0L) == seq;
    }

    @Test
    void should_fetch_what_is_older_and_keep_it() throws Exception {
        sayThree();
        broker.api = it -> page(
                message(1, "m1", ",\"amended\":{\"edited\":true,\"recalled\":false,\"reactions\":{\"👍\":[\"bob\"]}}"),
                message(2, "m2", ""));
        try (ParleyClient client = phone().store(folder).newestOnly(1).open()) {
            await().atMost(SOON).until(() -> hasReceived("chat/bob", 3));
            List<HistoryEntry> older = get(client.older(BOB, 50));
            assertThat(older).extracting(HistoryEntry::text).containsExactly("m1", "m2");
            assertThat(older.get(0).reactions()).isEqualTo(Map.of("👍", List.of(new UserName("bob"))));
            assertThat(older.get(0).edited()).isTrue();
            assertThat(broker.requests.get(0).json())
                    .isEqualTo("{\"conversation\":\"chat/bob\",\"before\":3,\"limit\":50}");
            broker.api = it -> page();
            assertThat(get(client.older(BOB, 50))).isEmpty();
            assertThat(broker.requests.get(1).json()).contains("\"before\":1");
        }
        try (ParleyClient client = phone().store(folder).open()) {
            assertThat(client.history("bob", 1, 10))
                    .extracting(HistoryEntry::seq)
                    .containsExactly(1L, 2L, 3L);
            assertThat(client.search("m2", 10)).hasSize(1);
        }
    }

    @Test
    void should_learn_what_was_done_to_its_first_page_before_it_came() throws Exception {
        sayThree();
        Amendment liked = new Amendment(Amendment.Kind.REACT, 1, "👍", "", "");
        for (int i = 1; i <= 3; i++) {
            broker.peerSays(
                    BOB.amendments(),
                    new ServerModel.Entry(
                            new MessageId(5, i), new UserName("bob"), Content.wrap(Contents.write(liked)), false));
        }
        broker.api = it -> it.json().contains("\"after\":1,")
                ? page(message(2, "m2, edited", ",\"amended\":{\"edited\":true}"))
                : page();
        try (ParleyClient client = phone().store(folder).newestOnly(2).open()) {
            await().atMost(SOON)
                    .until(() -> client.history(BOB, 1, 10).stream()
                            .anyMatch(it -> it.text().equals("m2, edited")));
        }
    }

    @Test
    void should_tell_what_the_server_tells_in_passing() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        try (ParleyClient client = phone().store(folder)
                .onUnread(told::add)
                .onTyping(told::add)
                .onPresence(told::add)
                .onCounts(told::add)
                .onHidden(told::add)
                .onScheduled(told::add)
                .onProfile(told::add)
                .open()) {
            get(client.online());
            client.watch(new UserName("bob"), true);
            client.typing(BOB, true);
            client.typing(BOB, true);
            await().atMost(SOON).until(() -> broker.topics.contains("typing/chat/bob"));
            assertThat(broker.topics.stream().filter("typing/chat/bob"::equals)).hasSize(1);
            await().atMost(SOON).until(() -> broker.filters.contains("presence/bob"));
            SentMessage sent = client.send(CLIMBERS, "top");
            get(sent.accepted());
            broker.event("inbox/alice/event/unread", "{\"total\":3,\"unread\":{\"chat/bob\":3}}");
            broker.event(
                    "inbox/alice/event/typing", "{\"conversation\":\"chat/bob\",\"user\":\"bob\",\"typing\":true}");
            broker.event("presence/bob", "{\"user\":\"bob\",\"online\":true,\"lastSeen\":5}");
            broker.event(
                    "inbox/alice/event/counts",
                    "{\"conversation\":\"group/climbers\",\"of\":2,\"counts\":[{\"seq\":1,\"received\":2,\"read\":1}]}");
            get(sent.received());
            assertThat(sent.reach()).contains(new SentMessage.Reach(2, 1, 2));
            assertThat(sent.status().stage()).isEqualTo(Stage.RECEIVED);
            broker.event("inbox/alice/event/hidden", "{\"conversation\":\"group/climbers\",\"seqs\":[1]}");
            broker.event(
                    "inbox/alice/event/scheduled",
                    "{\"id\":\"" + new MessageId(5, 1)
                            + "\",\"status\":\"accepted\",\"seq\":4,\"conversation\":\"chat/bob\"}");
            broker.event(
                    "inbox/alice/event/profile",
                    "{\"user\":\"alice\",\"name\":\"Alice\",\"picture\":\"\",\"note\":\"\",\"findable\":\"nobody\"}");
            await().atMost(SOON).until(() -> told.size() == 7);
            assertThat(told)
                    .contains(
                            new Scheduled(new MessageId(5, 1), BOB, "accepted", 4, ""),
                            new ProfileChanged(new Profiles.Profile(new UserName("alice"), "Alice", "", "")));
            assertThat(client.history(CLIMBERS, 1, 10)).isEmpty();
        }
        assertThat(told).hasAtLeastOneElementOfType(Unread.class);
        assertThat(told).hasAtLeastOneElementOfType(Typing.class);
        assertThat(told).hasAtLeastOneElementOfType(Presence.class);
        assertThat(told).hasAtLeastOneElementOfType(Counts.class);
    }

    @Test
    void should_learn_after_a_sign_in_what_was_hidden_and_cleared_elsewhere() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        try (ParleyClient client = phone().store(folder).open()) {
            get(client.send(BOB, "one").accepted());
            get(client.send(BOB, "two").accepted());
            get(client.send(CLIMBERS, "top").accepted());
        }
        broker.removed = "{\"removed\":[{\"conversation\":\"chat/bob\",\"seqs\":[1]},"
                + "{\"conversation\":\"group/climbers\",\"cleared\":1}],\"until\":7}";
        try (ParleyClient client =
                phone().store(folder).onHidden(told::add).onCleared(told::add).open()) {
            await().atMost(SOON).until(() -> told.size() == 2);
            assertThat(client.history(BOB, 1, 10))
                    .extracting(HistoryEntry::text)
                    .containsExactly("two");
            assertThat(client.history(CLIMBERS, 1, 10)).isEmpty();
        }
        assertThat(told).containsExactlyInAnyOrder(new Hidden(BOB, List.of(1L)), new Cleared(CLIMBERS, 1));
    }

    @Test
    void should_list_conversations_and_follow_what_other_endpoints_do_to_them() throws Exception {
        broker.api = it -> TestBroker.Answer.of(
                it.json().contains("\"archived\":true")
                        ? "{\"conversations\":[]}"
                        : "{\"conversations\":[{\"conversation\":\"group/climbers\",\"title\":\"Climbers\",\"last\":9,\"at\":7,"
                                + "\"unread\":2,\"pinned\":true,\"draft\":\"hi\",\"preview\":{\"seq\":9,\"from\":\"bob\",\"at\":7,"
                                + "\"contentType\":\"text/plain\",\"text\":\"see you\"}}],\"total\":2}");
        List<ConversationId> relisted = new CopyOnWriteArrayList<>();
        try (ParleyClient client =
                phone().store(folder).onConversation(relisted::add).open()) {
            await().atMost(SOON).until(() -> relisted.size() == 1);
            ConversationSummary climbers = client.conversations().get(0);
            assertThat(climbers.title()).isEqualTo("Climbers");
            assertThat(climbers.unread()).isEqualTo(2);
            assertThat(climbers.newest().orElseThrow().text()).isEqualTo("see you");
            assertThat(climbers.settings().pinned()).isTrue();
            broker.event(
                    "inbox/alice/event/conversation",
                    "{\"conversation\":\"group/climbers\",\"pinned\":false,\"draft\":\"\"}");
            await().atMost(SOON).until(() -> relisted.size() == 2);
            assertThat(client.conversations().get(0).settings()).isEqualTo(ConversationSummary.Settings.NONE);
            broker.event("inbox/alice/event/unread", "{\"total\":0,\"unread\":{}}");
            await().atMost(SOON).until(() -> client.conversations().get(0).unread() == 0);
        }
    }
}
