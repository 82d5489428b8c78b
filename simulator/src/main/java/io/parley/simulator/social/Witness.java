package io.parley.simulator.social;

import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.fleet.Asked;
import io.parley.simulator.fleet.Fleet;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.fleet.Stage;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.GroupView;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.SideLog;
import io.parley.simulator.history.Unread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the server, through applications that are there, for what it has: a source beside what endpoints were handed. */
final class Witness {
    private static final int PAGE = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final Fleet fleet;

    Witness(Fleet fleet) {
        this.fleet = fleet;
    }

    /** @return empty if it is refused */
    private Optional<Answer> ask(Member who, String name, String json) {
        CompletionStage<String> answer = fleet.call(who, name, json, null);
        try {
            return Optional.of(Answer.parse(answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof Asked.RefusedException) {
                return Optional.empty();
            }
            throw new IllegalStateException(name + " " + json + " by " + who.key(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(name + " " + json + " by " + who.key() + " has no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    // ---- logs

    /** From the first message to the last, as {@code who} sees it. */
    ConversationLog log(Member who, ConversationId conversation) {
        List<Logged> messages = new ArrayList<>();
        for (Answer message : pages(who, conversation)) {
            messages.add(new Logged(
                    message.number("seq"),
                    MessageId.parse(message.text("id").orElseThrow()),
                    new UserName(message.text("from").orElseThrow()),
                    message.number("at"),
                    change(message),
                    message.object("amended").map(Witness::amended).orElse(Logged.Amended.NOT)));
        }
        return new ConversationLog(conversation, messages);
    }

    /** Every side log that somebody of these may see from its beginning, over endpoints of their own made for it. */
    List<SideLog> sideLogs(Map<ConversationId, UserName> readers, Stage stage)
            throws IOException, InterruptedException {
        Map<UserName, Map<String, NavigableMap<Long, DeliveredMessage>>> read = new HashMap<>();
        List<SideLog> sideLogs = new ArrayList<>();
        for (Map.Entry<ConversationId, UserName> it : readers.entrySet()) {
            UserName reader = it.getValue();
            if (!read.containsKey(reader)) {
                read.put(reader, stage.readAll(reader));
            }
            String seen = it.getKey().amendments().seenBy(reader);
            List<SideLog.Entry> entries = new ArrayList<>();
            for (DeliveredMessage message : read.getOrDefault(reader, Map.of())
                    .getOrDefault(seen, new TreeMap<>())
                    .values()) {
                entries.add(entry(message));
            }
            sideLogs.add(new SideLog(it.getKey(), entries));
        }
        return sideLogs;
    }

    private static SideLog.Entry entry(DeliveredMessage message) {
        try {
            return new SideLog.Entry(
                    message.seq(),
                    message.from(),
                    Contents.readAmendment(message.content().toBytes()));
        } catch (BadBodyException e) {
            throw new IllegalStateException("seq " + message.seq() + " of a side log is no amendment", e);
        }
    }

    private List<Answer> pages(Member who, ConversationId conversation) {
        String seen = conversation.seenBy(who.endpoint().user());
        List<Answer> all = new ArrayList<>();
        long after = 0;
        while (true) {
            Optional<Answer> page = ask(
                    who,
                    "message/history",
                    "{\"conversation\":\"" + seen + "\",\"after\":" + after + ",\"limit\":" + PAGE + "}");
            List<Answer> messages = page.map(it -> it.objects("messages")).orElse(List.of());
            if (messages.isEmpty()) {
                return all;
            }
            all.addAll(messages);
            after = messages.get(messages.size() - 1).number("seq");
        }
    }

    private static byte[] content(Answer message) {
        return message.text("content")
                .map(Base64.getDecoder()::decode)
                .orElseGet(() -> message.text("text").orElse("").getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Change> change(Answer message) {
        if (!message.text("contentType").orElse("").equals(ContentTypes.CHANGE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Contents.readChange(content(message)));
        } catch (BadBodyException e) {
            throw new IllegalStateException("seq " + message.number("seq") + " is no change", e);
        }
    }

    private static Logged.Amended amended(Answer amended) {
        Map<String, Set<UserName>> reactions = new TreeMap<>();
        amended.object("reactions").ifPresent(all -> {
            for (String emoji : all.names()) {
                Set<UserName> users = users(all.texts(emoji));
                if (!users.isEmpty()) {
                    reactions.put(emoji, users);
                }
            }
        });
        return new Logged.Amended(amended.flag("edited"), amended.flag("recalled"), reactions);
    }

    private static Set<UserName> users(List<String> names) {
        Set<UserName> users = new HashSet<>();
        names.forEach(it -> users.add(new UserName(it)));
        return users;
    }

    // ---- groups, lists, receipts

    /** Empty if the viewer may not see it any more. */
    Optional<GroupView> group(Member viewer, Group group) {
        Optional<Answer> got = ask(viewer, "group/get", "{\"group\":\"" + group.name() + "\"}");
        Map<UserName, String> roles = new HashMap<>();
        String cursor = "";
        do {
            Optional<Answer> page = ask(
                    viewer, "group/members", "{\"group\":\"" + group.name() + "\",\"limit\":" + PAGE + cursor + "}");
            if (page.isEmpty() || got.isEmpty()) {
                return Optional.empty();
            }
            for (Answer member : page.get().objects("members")) {
                if (member.text("state").orElse("").equals("member")) {
                    roles.put(
                            new UserName(member.text("user").orElseThrow()),
                            member.text("role").orElse(""));
                }
            }
            cursor = cursor(page.get());
        } while (!cursor.isEmpty());
        Answer it = got.get();
        return Optional.of(new GroupView(
                viewer.endpoint().user(),
                group.conversation(),
                it.number("version"),
                settings(it),
                it.number("members"),
                roles));
    }

    private static String cursor(Answer page) {
        return page.text("next").map(it -> ",\"cursor\":\"" + it + "\"").orElse("");
    }

    private static GroupSettings settings(Answer it) {
        return new GroupSettings(
                it.text("title").orElse(null),
                it.text("announceOnly").map(Boolean::valueOf).orElse(null),
                it.text("join").flatMap(GroupSettings.Join::ofCode).orElse(null),
                it.text("history").flatMap(GroupSettings.History::ofCode).orElse(null),
                it.text("historyCount").map(Integer::valueOf).orElse(null),
                it.text("retentionSeconds").map(Long::valueOf).orElse(null));
    }

    /** What a user's list of conversations says. */
    record Listing(List<Unread.Listed> listed, Optional<Unread.Total> total) {}

    Listing list(Member who) {
        UserName user = who.endpoint().user();
        List<Unread.Listed> listed = new ArrayList<>();
        Optional<Unread.Total> total = Optional.empty();
        String cursor = "";
        do {
            Optional<Answer> page = ask(who, "conversation/list", "{\"limit\":" + PAGE + cursor + "}");
            if (page.isEmpty()) {
                return new Listing(List.of(), Optional.empty());
            }
            for (Answer row : page.get().objects("conversations")) {
                ConversationId.parse(row.text("conversation").orElse(""), user)
                        .ifPresent(conversation -> listed.add(new Unread.Listed(
                                user, conversation, row.number("last"), row.number("read"), row.number("unread"))));
            }
            total = Optional.of(new Unread.Total(user, page.get().number("total")));
            cursor = cursor(page.get());
        } while (!cursor.isEmpty());
        return new Listing(listed, total);
    }

    Optional<Marks.Answered> receipts(Member sender, ConversationId conversation, long seq) {
        UserName user = sender.endpoint().user();
        return ask(
                        sender,
                        "message/receipts",
                        "{\"conversation\":\"" + conversation.seenBy(user) + "\",\"seq\":" + seq + "}")
                .map(it -> new Marks.Answered(
                        user,
                        conversation,
                        seq,
                        it.number("of"),
                        users(it.texts("receivedBy")),
                        users(it.texts("readBy"))));
    }
}
