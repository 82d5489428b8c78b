package io.parley.cli.messenger;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what happened to a conversation. Stateless. */
public final class ChangeWords {
    private static final int NAMES_MAX = 5;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private final UserName me;
    private final ZoneId zone;

    public ChangeWords(UserName me, ZoneId zone) {
        this.me = me;
        this.zone = zone;
    }

    /** @param from who did it */
    public String say(Change change, UserName from) {
        String who = name(from);
        String whom = names(change.users());
        return switch (change.kind()) {
            case CREATED -> who + " created the group" + (whom.isEmpty() ? "" : " with " + whom) + titled(change);
            case ADDED -> who + " added " + whom;
            case INVITED -> who + " invited " + whom + (concernsMe(change) ? "; /accept or /decline" : "");
            case JOINED -> who + " joined";
            case DECLINED -> who + " declined the invitation";
            case ASKED ->
                who + " asked to join" + (from.equals(me) ? "" : "; /approve " + from + " or /refuse " + from);
            case APPROVED -> who + " let " + whom + " in";
            case REFUSED -> who + " did not let " + whom + " in";
            case LEFT -> who + " left";
            case REMOVED -> who + " removed " + whom;
            case ROLE -> who + " made " + whom + " " + (change.role() == null ? "member" : change.role());
            case TRANSFERRED -> who + " handed the group over to " + whom;
            case MUTED ->
                change.until() == 0
                        ? who + " let " + whom + " write again"
                        : who + " muted " + whom + " until " + when(change.until());
            case SETTINGS -> who + " " + settings(change.settings());
            case DISSOLVED -> who + " dissolved the group";
            case REQUESTED -> requested(change, from, who);
            case WITHDRAWN -> who + " withdrew the contact request";
            case ACCEPTED -> who + " accepted the contact request";
            case REJECTED -> who + " rejected the contact request";
            case ENDED -> who + " ended the contact";
        };
    }

    private static String titled(Change change) {
        GroupSettings settings = change.settings();
        return settings == null || settings.title() == null ? "" : ": “" + settings.title() + "”";
    }

    private String requested(Change change, UserName from, String who) {
        return who + " asked to be contacts" + (change.note().isEmpty() ? "" : ": “" + change.note() + "”")
                + (from.equals(me) ? "" : "; /contact accept or /contact reject");
    }

    private static String settings(@Nullable GroupSettings set) {
        if (set == null) {
            return "changed the settings";
        }
        List<String> parts = new ArrayList<>();
        if (set.title() != null) {
            parts.add("named the group “" + set.title() + "”");
        }
        if (set.announceOnly() != null) {
            parts.add(set.announceOnly() ? "let only admins write" : "let everybody write");
        }
        if (set.join() != null) {
            parts.add(
                    switch (set.join()) {
                        case OPEN -> "let everybody join";
                        case APPROVAL -> "let newcomers ask";
                        case INVITE -> "let in only whom an admin adds";
                    });
        }
        if (set.history() != null || set.historyCount() != null) {
            parts.add("changed what newcomers see");
        }
        if (set.retentionSeconds() != null) {
            parts.add(
                    set.retentionSeconds() == 0
                            ? "let messages stay for ever"
                            : "let messages stay for " + duration(set.retentionSeconds()));
        }
        return parts.isEmpty() ? "changed the settings" : String.join(", ", parts);
    }

    private static String duration(long seconds) {
        long days = seconds / 86_400;
        if (days > 0 && seconds % 86_400 == 0) {
            return days + (days == 1 ? " day" : " days");
        }
        long hours = seconds / 3_600;
        return hours > 0 && seconds % 3_600 == 0 ? hours + (hours == 1 ? " hour" : " hours") : seconds + " seconds";
    }

    private boolean concernsMe(Change change) {
        return change.users().contains(me);
    }

    private String when(long unixMillis) {
        return WHEN.format(Instant.ofEpochMilli(unixMillis).atZone(zone));
    }

    private String name(UserName user) {
        return user.equals(me) ? "you" : user.value();
    }

    private String names(List<UserName> users) {
        if (users.size() > NAMES_MAX) {
            return users.stream().limit(NAMES_MAX - 1).map(this::name).collect(Collectors.joining(", ")) + " and "
                    + (users.size() - NAMES_MAX + 1) + " others";
        }
        List<String> names = users.stream().map(this::name).toList();
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }
}
