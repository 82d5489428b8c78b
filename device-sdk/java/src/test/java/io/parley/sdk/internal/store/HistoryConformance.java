package io.parley.sdk.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.sdk.Amendments;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one who looks back sees in every store; and the fear that something that was taken back is still there. */
abstract class HistoryConformance {
    static final EndpointId PHONE = new EndpointId(new UserName("alice"), "phone");
    static final UserName BOBS = new UserName("bob");
    static final ConversationId BOB = ConversationId.chat(new UserName("alice"), BOBS);
    static final ConversationId CAROL = ConversationId.chat(new UserName("alice"), new UserName("carol"));

    Store store;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    void write(Runnable changes) {
        store.begin();
        changes.run();
        store.commit();
    }

    static Incoming in(ConversationId conversation, long seq, String text, long expiresAt) {
        return new Incoming(
                conversation,
                seq,
                new MessageId(conversation.hashCode(), seq),
                BOBS,
                1_000 + seq,
                "text/plain",
                Content.ofText(text),
                expiresAt,
                false);
    }

    void received(long seq, String text) {
        write(() -> {
            store.addIncoming(in(BOB, seq, text, 0));
            store.mark(BOB, seq);
        });
    }

    void amend(long place, String by, Amendment.Kind kind, long seq, String what) {
        boolean edit = kind == Amendment.Kind.EDIT;
        write(() -> store.amend(new SideEntry(
                BOB,
                seq,
                place,
                new UserName(by),
                2_000 + place,
                kind,
                edit ? "" : what,
                edit ? "text/plain" : null,
                edit ? Content.ofText(what) : Content.EMPTY)));
    }

    HistoryEntry only(long seq) {
        return store.history(BOB, seq, 1, 0).get(0);
    }

    List<String> found(String words) {
        return store.search(words, 10, 0).stream().map(HistoryEntry::text).toList();
    }

    @Test
    void should_show_edits_and_reactions_and_keep_what_was_said_before() {
        received(1, "tea at four");
        amend(1, "bob", Amendment.Kind.EDIT, 1, "tea at five");
        amend(2, "alice", Amendment.Kind.REACT, 1, "👍");
        amend(3, "bob", Amendment.Kind.REACT, 1, "👍");
        amend(4, "bob", Amendment.Kind.REACT, 1, "❤");
        amend(5, "alice", Amendment.Kind.UNREACT, 1, "👍");
        amend(5, "alice", Amendment.Kind.UNREACT, 1, "👍");
        HistoryEntry entry = only(1);
        assertThat(entry.text()).isEqualTo("tea at five");
        assertThat(entry.edited()).isTrue();
        assertThat(entry.reactions()).isEqualTo(Map.of("👍", List.of(BOBS), "❤", List.of(BOBS)));
        assertThat(store.versions(BOB, 1, 0))
                .extracting(it -> it.content().asText())
                .containsExactly("tea at four", "tea at five");
        assertThat(store.versions(BOB, 1, 0)).extracting(Version::at).contains(Instant.ofEpochMilli(2_001));
    }

    @Test
    void should_apply_what_came_before_its_message() {
        amend(1, "bob", Amendment.Kind.EDIT, 2, "second, better");
        amend(2, "bob", Amendment.Kind.RECALL, 3, "");
        received(1, "first");
        received(2, "second");
        received(3, "third");
        assertThat(store.history(BOB, 1, 10, 0))
                .extracting(HistoryEntry::text)
                .containsExactly("first", "second, better", "");
        assertThat(found("second")).containsExactly("second, better");
        assertThat(found("third")).isEmpty();
        assertThat(only(3).recalled()).isTrue();
    }

    @Test
    void should_have_nothing_left_of_what_was_recalled() {
        received(1, "my secret");
        amend(1, "bob", Amendment.Kind.EDIT, 1, "my other secret");
        amend(2, "alice", Amendment.Kind.REACT, 1, "👍");
        amend(3, "bob", Amendment.Kind.RECALL, 1, "");
        assertThat(only(1).text()).isEmpty();
        assertThat(only(1).reactions()).isEmpty();
        assertThat(store.versions(BOB, 1, 0)).isEmpty();
        assertThat(found("secret")).isEmpty();
        amend(4, "bob", Amendment.Kind.EDIT, 1, "secret again");
        assertThat(only(1).text()).isEmpty();
        assertThat(found("secret")).isEmpty();
    }

    @Test
    void should_amend_own_messages_too() {
        write(() -> {
            store.addOutgoing(
                    new Outgoing(new MessageId(1, 1), BOB, "text/plain", Content.ofText("mine"), 5, 0, false));
            store.accepted(new MessageId(1, 1), 4, 9);
        });
        amend(1, "alice", Amendment.Kind.EDIT, 4, "mine, edited");
        assertThat(only(4).text()).isEqualTo("mine, edited");
        assertThat(found("edited")).containsExactly("mine, edited");
        assertThat(store.status(new MessageId(1, 1))).isPresent();
    }

    @Test
    void should_not_show_what_is_hidden_or_cleared() {
        received(1, "one word");
        received(2, "two words");
        received(3, "three words");
        write(() -> store.hide(BOB, List.of(2L, 4L)));
        received(4, "four words");
        assertThat(store.history(BOB, 1, 10, 0)).extracting(HistoryEntry::seq).containsExactly(1L, 3L);
        assertThat(found("wor")).containsExactly("three words", "one word");
        assertThat(store.isRemoved(BOB, 2)).isTrue();
        assertThat(store.isRemoved(BOB, 1)).isFalse();
        assertThat(store.isCleared(BOB, 1)).isFalse();
        write(() -> store.clear(BOB, 1));
        assertThat(store.isRemoved(BOB, 1)).isTrue();
        assertThat(store.isCleared(BOB, 1)).isTrue();
        assertThat(store.isCleared(BOB, 2)).isFalse();
        write(() -> store.removedUntil(5));
        assertThat(store.load().removedUntil()).isEqualTo(5);
        assertThat(store.history(BOB, -5, 10, 0)).extracting(HistoryEntry::seq).containsExactly(3L);
        assertThat(found("word")).containsExactly("three words");
    }

    @Test
    void should_lose_what_expires_at_that_moment() {
        write(() -> {
            store.addIncoming(in(BOB, 1, "short lived", 5_000));
            store.mark(BOB, 1);
            store.addOutgoing(
                    new Outgoing(new MessageId(1, 1), BOB, "text/plain", Content.ofText("short own"), 5, 6_000, false));
            store.accepted(new MessageId(1, 1), 2, 9);
        });
        amend(1, "bob", Amendment.Kind.EDIT, 1, "short edited");
        assertThat(store.nextExpiry()).isEqualTo(5_000);
        assertThat(store.history(BOB, 1, 10, 4_999)).hasSize(2);
        assertThat(store.history(BOB, 1, 10, 5_000))
                .extracting(HistoryEntry::text)
                .containsExactly("short own");
        assertThat(store.search("short", 10, 5_000)).hasSize(1);
        assertThat(store.versions(BOB, 1, 5_000)).isEmpty();
        write(() -> store.expire(5_000));
        assertThat(store.nextExpiry()).isEqualTo(6_000);
        assertThat(store.history(BOB, 1, 10, 0)).extracting(HistoryEntry::text).doesNotContain("short edited");
        amend(2, "bob", Amendment.Kind.EDIT, 1, "short revived");
        assertThat(store.search("short", 10, 0)).extracting(HistoryEntry::text).containsExactly("short own");
        write(() -> store.expire(6_000));
        assertThat(store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.search("short", 10, 6_000)).isEmpty();
    }

    @Test
    void should_find_words_by_their_beginning_whatever_their_case_and_accents() {
        received(1, "Über den Wolken, \"sagt\" Zoë");
        write(() -> {
            store.addIncoming(in(CAROL, 1, "wolkenlos und heiter", 0));
            store.mark(CAROL, 1);
            store.addIncoming(new Incoming(
                    CAROL,
                    2,
                    new MessageId(9, 9),
                    BOBS,
                    5_000,
                    ContentTypes.RICH,
                    Content.ofText("{\"text\":\"wolken in rich text\",\"reply\":{\"seq\":1}}"),
                    false));
            store.mark(CAROL, 2);
            store.addIncoming(in(CAROL, 3, "wolken nobody has received yet", 0));
        });
        assertThat(store.search("WOLK", 10, 0))
                .extracting(HistoryEntry::at)
                .extracting(Instant::toEpochMilli)
                .containsExactly(5_000L, 1_001L, 1_001L);
        assertThat(found("uber zoe")).hasSize(1);
        assertThat(found("\"sagt\" OR *")).isEmpty();
        assertThat(found("sagt")).hasSize(1);
        assertThat(found("olken")).isEmpty();
        assertThat(found(" \"* -")).isEmpty();
        assertThat(store.search("wolk", 1, 0)).hasSize(1);
    }

    private static HistoryPage.Line line(long seq, String text, @Nullable Amendments amendments) {
        return new HistoryPage.Line(in(BOB, seq, text, 0), amendments == null ? Amendments.NONE : amendments);
    }

    @Test
    void should_take_a_page_of_the_past_without_moving_a_mark() {
        write(() -> store.mark(BOB, 97));
        received(98, "98");
        Loaded before = store.load();
        assertThat(store.edge(BOB)).isEqualTo(new HistoryPage.Edge(98, 98, 0));
        Amendments liked = new Amendments(false, false, Map.of("👍", List.of(BOBS)));
        write(() -> store.addPage(
                new HistoryPage(BOB, 0, List.of(line(95, "95", liked), line(97, "97", null), line(99, "99", null)))));
        assertThat(store.history(BOB, 1, 10, 0)).extracting(HistoryEntry::seq).containsExactly(95L, 97L, 98L);
        assertThat(only(95).reactions()).isEqualTo(liked.reactions());
        assertThat(found("97")).containsExactly("97");
        assertThat(store.edge(BOB).before()).isEqualTo(95);
        assertThat(store.load()).isEqualTo(before);
        received(99, "99");
        assertThat(store.history(BOB, 99, 10, 0)).hasSize(1);
    }

    @Test
    void should_know_own_messages_again_on_a_page() {
        write(() -> {
            store.addOutgoing(
                    new Outgoing(new MessageId(BOB.hashCode(), 4), BOB, null, Content.ofText("own"), 5, 0, false));
            store.accepted(new MessageId(BOB.hashCode(), 4), 4, 9);
            store.mark(BOB, 4);
            store.addPage(new HistoryPage(BOB, 0, List.of(line(3, "3", null), line(4, "own", null))));
        });
        assertThat(store.history(BOB, 1, 10, 0)).hasSize(2);
        assertThat(only(4).status()).isNotNull();
    }

    @Test
    void should_put_what_the_side_log_says_on_top_of_what_the_server_said() {
        received(1, "one");
        amend(5, "bob", Amendment.Kind.EDIT, 1, "old");
        amend(8, "bob", Amendment.Kind.EDIT, 1, "newest");
        amend(9, "alice", Amendment.Kind.REACT, 1, "❤");
        Amendments then = new Amendments(true, false, Map.of("👍", List.of(BOBS)));
        write(() -> store.addPage(new HistoryPage(BOB, 7, List.of(line(1, "server's", then)))));
        assertThat(only(1).text()).isEqualTo("newest");
        assertThat(only(1).reactions()).containsOnlyKeys("👍", "❤");
        assertThat(store.versions(BOB, 1, 0))
                .extracting(it -> it.content().asText())
                .containsExactly("one", "old", "server's", "newest");
        write(() -> store.addPage(new HistoryPage(BOB, 3, List.of(line(1, "older still", then)))));
        assertThat(only(1).text()).isEqualTo("newest");
        Amendments gone = new Amendments(true, true, Map.of());
        write(() -> store.addPage(new HistoryPage(BOB, 9, List.of(line(1, "", gone)))));
        assertThat(only(1).recalled()).isTrue();
        assertThat(found("newest")).isEmpty();
    }

    @Test
    void should_list_conversations_by_activity_with_what_is_known_of_each() {
        received(1, "hello");
        write(() -> {
            store.unread(BOB, 3);
            store.list(new Listed(
                    CAROL,
                    9,
                    500,
                    1,
                    new ConversationSummary.Preview(9, BOBS, Instant.ofEpochMilli(500), "text/plain", "far away"),
                    new Arrangement("Carol", true, 0L, false, false, "dear")));
            store.arrange(CAROL, new Arrangement(null, null, 7_000L, null, true, null));
        });
        List<ConversationSummary> list = store.conversations(0);
        assertThat(list).extracting(ConversationSummary::conversation).containsExactly(CAROL, BOB);
        assertThat(list.get(0).settings())
                .isEqualTo(new ConversationSummary.Settings(true, Instant.ofEpochMilli(7_000), false, true, "dear"));
        assertThat(list.get(0).title()).isEqualTo("Carol");
        assertThat(list.get(0).newest().orElseThrow().text()).isEqualTo("far away");
        assertThat(list.get(1).unread()).isEqualTo(3);
        assertThat(list.get(1).last()).isEqualTo(1);
        assertThat(list.get(1).newest().orElseThrow().text()).isEqualTo("hello");
        assertThat(store.load().unread()).isEqualTo(Map.of(BOB, 3L, CAROL, 1L));
        write(() -> store.arrange(CAROL, new Arrangement(null, false, 0L, null, null, "")));
        assertThat(store.conversations(0))
                .extracting(ConversationSummary::conversation)
                .containsExactly(BOB, CAROL);
        write(() -> store.clear(CAROL, 9));
        assertThat(store.conversations(0).get(1).newest()).isEmpty();
    }

    @Test
    void should_undo_all_of_it_on_rollback() {
        received(1, "one");
        received(2, "two");
        amend(1, "bob", Amendment.Kind.REACT, 1, "👍");
        List<HistoryEntry> history = store.history(BOB, 1, 10, 0);
        List<ConversationSummary> list = store.conversations(0);
        Loaded loaded = store.load();
        store.begin();
        store.amend(new SideEntry(BOB, 1, 2, BOBS, 1, Amendment.Kind.RECALL, "", null, Content.EMPTY));
        store.hide(BOB, List.of(2L));
        store.wantRepair(BOB);
        store.addPage(new HistoryPage(
                BOB, 0, List.of(line(1, "x", new Amendments(true, false, Map.of())), line(2, "y", null))));
        store.clear(BOB, 2);
        store.removedUntil(9);
        store.unread(BOB, 5);
        store.arrange(BOB, Arrangement.titled("title"));
        store.rollback();
        assertThat(store.history(BOB, 1, 10, 0)).isEqualTo(history);
        assertThat(store.conversations(0)).isEqualTo(list);
        assertThat(store.load()).isEqualTo(loaded);
        assertThat(found("two")).containsExactly("two");
    }

    @Test
    void should_ask_for_a_repair_until_it_has_come() {
        write(() -> store.wantRepair(BOB));
        assertThat(store.load().repairs()).containsExactly(BOB);
        write(() -> store.addPage(new HistoryPage(BOB, 0, List.of())));
        assertThat(store.load().repairs()).isEmpty();
    }
}
