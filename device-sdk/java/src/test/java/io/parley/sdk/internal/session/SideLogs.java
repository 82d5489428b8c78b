package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.internal.store.HistoryPage;
import io.parley.sdk.internal.store.Incoming;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What a {@link Life} does to messages, and what has come of it at the end. */
final class SideLogs {
    private static final List<String> EMOJI = List.of("👍", "❤", "🎉");

    private SideLogs() {}

    /** An edit, a recall or a reaction; of a message that may be yet to come. */
    static Content some(SplittableRandom random, int messages, long number) {
        long seq = 1 + random.nextInt(messages + 2);
        Amendment amendment = switch (random.nextInt(10)) {
            case 0 -> new Amendment(Amendment.Kind.RECALL, seq, "", "", "");
            case 1, 2, 3 -> new Amendment(Amendment.Kind.EDIT, seq, "", "text/plain", base64("e" + number));
            case 4, 5 -> new Amendment(Amendment.Kind.UNREACT, seq, EMOJI.get(random.nextInt(3)), "", "");
            default -> new Amendment(Amendment.Kind.REACT, seq, EMOJI.get(random.nextInt(3)), "", "");
        };
        return Content.wrap(Contents.write(amendment));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(Content.ofText(text).toBytes());
    }

    /** As the server tells it to one who looks back. */
    static HistoryPage page(ConversationId conversation, ServerModel server, long after, long asOf) {
        List<HistoryPage.Line> lines = new ArrayList<>();
        ServerModel.Log log = server.log(conversation);
        for (long seq = after + 1; seq <= log.last(); seq++) {
            ServerModel.Entry entry = log.entries.get((int) seq - 1);
            Fate fate = Fate.of(server.log(conversation.amendments()), seq, entry.content());
            lines.add(new HistoryPage.Line(
                    new Incoming(conversation, seq, entry.id(), entry.from(), 1, null, fate.content, entry.gone()),
                    fate.amendments));
        }
        return new HistoryPage(conversation, asOf, lines);
    }

    /** Everything done to a message is seen on it, wherever the whole side log was for this user. */
    static void judge(ServerModel server, ConversationId conversation, List<HistoryEntry> history) {
        ServerModel.Log side = server.log(conversation.amendments());
        if (side.cut || !side.isMember()) {
            return;
        }
        for (HistoryEntry it : history) {
            if (it.seq() > 0) {
                ServerModel.Entry entry = server.log(conversation).entries.get((int) it.seq() - 1);
                Fate fate = Fate.of(side, it.seq(), entry.content());
                String what = "#" + it.seq() + " of " + conversation;
                assertThat(it.content()).as(what).isEqualTo(fate.content);
                assertThat(it.edited()).as(what).isEqualTo(fate.amendments.edited());
                assertThat(it.recalled()).as(what).isEqualTo(fate.amendments.recalled());
                assertThat(sets(it.reactions())).as(what).isEqualTo(sets(fate.amendments.reactions()));
            }
        }
    }

    private static Map<String, Set<UserName>> sets(Map<String, List<UserName>> reactions) {
        Map<String, Set<UserName>> sets = new LinkedHashMap<>();
        reactions.forEach((emoji, users) -> sets.put(emoji, Set.copyOf(users)));
        return sets;
    }

    private record Fate(Content content, Amendments amendments) {
        static Fate of(ServerModel.Log side, long seq, Content original) {
            Content content = original;
            boolean edited = false;
            boolean recalled = false;
            Map<String, List<UserName>> reactions = new LinkedHashMap<>();
            for (ServerModel.Entry entry : side.entries) {
                Amendment it = read(entry);
                if (entry.gone() || it.seq() != seq) {
                    continue;
                }
                switch (it.kind()) {
                    case EDIT -> {
                        edited = true;
                        content = Content.wrap(Base64.getDecoder().decode(it.content()));
                    }
                    case RECALL -> recalled = true;
                    case REACT -> {
                        List<UserName> users = reactions.computeIfAbsent(it.emoji(), emoji -> new ArrayList<>());
                        users.remove(entry.from());
                        users.add(entry.from());
                    }
                    case UNREACT -> {
                        reactions.getOrDefault(it.emoji(), new ArrayList<>()).remove(entry.from());
                        reactions.values().removeIf(List::isEmpty);
                    }
                }
            }
            return recalled
                    ? new Fate(Content.EMPTY, new Amendments(edited, true, Map.of()))
                    : new Fate(content, new Amendments(edited, false, reactions));
        }

        private static Amendment read(ServerModel.Entry entry) {
            try {
                return Contents.readAmendment(entry.content().toBytes());
            } catch (BadBodyException e) {
                throw new AssertionError(e);
            }
        }
    }
}
