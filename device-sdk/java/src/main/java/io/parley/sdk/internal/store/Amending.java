package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What snapshots and side log entries make of a message; the same in both stores. Pure. */
final class Amending {
    private Amending() {}

    /** @param entries of this message, in the order of the side log */
    static HistoryEntry apply(HistoryEntry message, @Nullable Snapshot base, List<SideEntry> entries) {
        if (base == null && entries.isEmpty()) {
            return message;
        }
        boolean edited = base != null && base.amendments().edited();
        boolean recalled = base != null && base.amendments().recalled();
        String contentType = base != null && edited ? base.contentType() : message.contentType();
        Content content = base != null && edited ? base.content() : message.content();
        Map<String, List<UserName>> reactions = new LinkedHashMap<>();
        if (base != null) {
            base.amendments().reactions().forEach((emoji, users) -> reactions.put(emoji, new ArrayList<>(users)));
        }
        for (SideEntry entry : entries) {
            if (base != null && entry.place() <= base.asOf()) {
                continue;
            }
            if (entry.kind() == Amendment.Kind.EDIT) {
                edited = true;
                contentType = entry.contentType();
                content = entry.content();
            } else if (entry.kind() == Amendment.Kind.RECALL) {
                recalled = true;
            } else {
                react(reactions, entry);
            }
        }
        return new HistoryEntry(
                message.id(),
                message.conversation(),
                message.seq(),
                message.from(),
                message.at(),
                message.expiresAt(),
                contentType,
                recalled ? Content.EMPTY : content,
                message.status(),
                new Amendments(edited, recalled, recalled ? Map.of() : reactions));
    }

    private static void react(Map<String, List<UserName>> reactions, SideEntry entry) {
        List<UserName> users = reactions.computeIfAbsent(entry.emoji(), it -> new ArrayList<>());
        users.remove(entry.by());
        if (entry.kind() == Amendment.Kind.REACT) {
            users.add(entry.by());
        }
        if (users.isEmpty()) {
            reactions.remove(entry.emoji());
        }
    }

    /** The oldest first; none of a message that was recalled. */
    static List<Version> versions(HistoryEntry message, @Nullable Snapshot base, List<SideEntry> entries) {
        if (apply(message, base, entries).recalled()) {
            return List.of();
        }
        List<Version> versions = new ArrayList<>();
        add(versions, new Version(message.at(), message.contentType(), message.content()));
        boolean based = base == null || !base.amendments().edited();
        for (SideEntry entry : entries) {
            if (!based && base != null && entry.place() > base.asOf()) {
                based = true;
                add(versions, new Version(null, base.contentType(), base.content()));
            }
            if (entry.kind() == Amendment.Kind.EDIT) {
                add(versions, new Version(Instant.ofEpochMilli(entry.at()), entry.contentType(), entry.content()));
            }
        }
        if (!based && base != null) {
            add(versions, new Version(null, base.contentType(), base.content()));
        }
        return List.copyOf(versions);
    }

    private static void add(List<Version> versions, Version next) {
        boolean same = !versions.isEmpty()
                && versions.get(versions.size() - 1).content().equals(next.content());
        if (!same) {
            versions.add(next);
        }
    }
}
