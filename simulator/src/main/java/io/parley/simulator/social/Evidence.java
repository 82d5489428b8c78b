package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.simulator.fleet.Member;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.GroupView;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.Unread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything a {@link Witness} finds at one moment; two that are equal say that all is quiet. */
record Evidence(
        List<ConversationLog> logs,
        List<GroupView> groups,
        List<Unread.Listed> listed,
        List<Unread.Total> totals,
        List<Marks.Answered> receipts) {
    private static final int VIEWERS = 4;
    private static final int SENDERS = 4;

    static Evidence of(Witness witness, Community community) {
        List<ConversationLog> logs = logs(witness, community);
        List<GroupView> views = new ArrayList<>();
        List<Marks.Answered> receipts = new ArrayList<>();
        for (Group group : community.groups()) {
            Optional<GroupView> founders = witness.group(first(community, group.founder()), group);
            founders.ifPresent(views::add);
            Set<UserName> members = new TreeSet<>(
                    founders.map(GroupView::roles).orElse(Map.of()).keySet());
            members.remove(group.founder());
            members.stream()
                    .limit(VIEWERS)
                    .forEach(it -> witness.group(first(community, it), group).ifPresent(views::add));
            members.add(group.founder());
            logs.stream()
                    .filter(it -> it.conversation().equals(group.conversation()))
                    .forEach(log -> receipts(witness, community, log, members, receipts));
        }
        List<Unread.Listed> listed = new ArrayList<>();
        List<Unread.Total> totals = new ArrayList<>();
        for (UserName user : community.people().users()) {
            Witness.Listing listing = witness.list(first(community, user));
            listed.addAll(listing.listed());
            listing.total().ifPresent(totals::add);
        }
        return new Evidence(logs, views, listed, totals, receipts);
    }

    /** Of every group, and of every chat that was ever spoken in. */
    static List<ConversationLog> logs(Witness witness, Community community) {
        List<ConversationLog> logs = new ArrayList<>();
        for (ConversationId conversation : community.conversations()) {
            ConversationLog log = witness.log(reader(community, conversation), conversation);
            if (!log.messages().isEmpty()) {
                logs.add(log);
            }
        }
        return logs;
    }

    /** The newest message of some who are still in, by whoever sent it. */
    private static void receipts(
            Witness witness,
            Community community,
            ConversationLog log,
            Set<UserName> members,
            List<Marks.Answered> receipts) {
        Set<UserName> asked = new HashSet<>();
        for (int i = log.messages().size() - 1; i >= 0 && asked.size() < SENDERS; i--) {
            Logged message = log.messages().get(i);
            if (message.change().isEmpty() && members.contains(message.from()) && asked.add(message.from())) {
                witness.receipts(first(community, message.from()), log.conversation(), message.seq())
                        .ifPresent(receipts::add);
            }
        }
    }

    /** Of each conversation that was spoken in, somebody who may see all of it. */
    Map<ConversationId, UserName> readers(Community community) {
        Map<ConversationId, UserName> readers = new TreeMap<>();
        logs.forEach(it -> readers.put(it.conversation(), readerOf(community, it.conversation())));
        return readers;
    }

    private static Member reader(Community community, ConversationId conversation) {
        return first(community, readerOf(community, conversation));
    }

    private static UserName readerOf(Community community, ConversationId conversation) {
        return conversation.isGroup()
                ? community.groups().stream()
                        .filter(it -> it.conversation().equals(conversation))
                        .findFirst()
                        .orElseThrow()
                        .founder()
                : conversation.first();
    }

    private static Member first(Community community, UserName user) {
        return community.endpointsOf(user).get(0);
    }
}
