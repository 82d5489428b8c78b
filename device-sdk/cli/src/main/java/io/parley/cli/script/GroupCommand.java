package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.protocol.GroupName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley group …}. */
@Command(name = "group", description = "Make and change groups.", mixinStandardHelpOptions = true)
public final class GroupCommand extends Described {
    private static final int MEMBERS_PAGE = 100;

    private final Server.Opener opener;

    GroupCommand(Server.Opener opener) {
        this.opener = opener;
    }

    /** With all subcommands, those that need no method of their own too. */
    static CommandLine line(Server.Opener opener) {
        CommandLine line = new CommandLine(new GroupCommand(opener));
        Verbs.ofGroup(line, opener, "accept", "Accept an invitation.");
        Verbs.ofGroup(line, opener, "decline", "Decline an invitation.");
        Verbs.ofGroup(line, opener, "join", "Join an open group, or ask to.");
        Verbs.ofGroup(line, opener, "leave", "Leave a group.");
        Verbs.ofGroup(line, opener, "dissolve", "End a group, for everybody.");
        Verbs.ofMember(line, opener, "invite", "Ask a user to join.");
        Verbs.ofMember(line, opener, "remove", "Take a user out.");
        Verbs.ofMember(line, opener, "approve", "Let in who asked to join.");
        Verbs.ofMember(line, opener, "refuse", "Do not let in who asked to join.");
        Verbs.ofMember(line, opener, "transfer", "Hand a group over to another owner.");
        return line;
    }

    /** How a group is set; what is not given stays, or is as the server has it by default. */
    static final class Settings {
        @Option(names = "--title", paramLabel = "TEXT", description = "what people call it")
        private @Nullable String title;

        @Option(names = "--announce-only", arity = "1", paramLabel = "true|false", description = "only admins write")
        private @Nullable Boolean announceOnly;

        @Option(names = "--join", paramLabel = "open|approval|invite", description = "who gets in without being added")
        private @Nullable String join;

        @Option(names = "--history", paramLabel = "joined|all|last", description = "what newcomers see")
        private @Nullable String history;

        @Option(names = "--history-count", paramLabel = "N", description = "how many messages, with --history last")
        private @Nullable Long historyCount;

        @Option(names = "--retention", paramLabel = "SECONDS", description = "how long messages are kept; 0: for ever")
        private @Nullable Long retention;

        Call into(Call call) {
            Call set = title == null ? call : call.with("title", title);
            set = announceOnly == null ? set : set.with("announceOnly", announceOnly);
            set = join == null ? set : set.with("join", join);
            set = history == null ? set : set.with("history", history);
            set = historyCount == null ? set : set.with("historyCount", historyCount);
            return retention == null ? set : set.with("retentionSeconds", retention);
        }
    }

    @Command(description = "Make a group; you become its owner.")
    int create(
            @Mixin Caller caller,
            @Parameters(paramLabel = "NAME") String group,
            @Mixin Settings settings,
            @Option(names = "--members", split = ",", paramLabel = "USER") String @Nullable [] members)
            throws IOException, InterruptedException {
        Call call = settings.into(about("create", group));
        return caller.call(opener, members == null ? call : call.with("members", Arrays.asList(members)));
    }

    @Command(description = "Change how a group is set.")
    int set(@Mixin Caller caller, @Parameters(paramLabel = "NAME") String group, @Mixin Settings settings)
            throws IOException, InterruptedException {
        Call call = settings.into(about("set", group));
        if (call.fields().size() == 1) {
            throw new UsageException("nothing to set: give --title, --announce-only, --join, --history or --retention");
        }
        return caller.call(opener, call);
    }

    @Command(description = "Print how a group is set.")
    int get(@Mixin Caller caller, @Parameters(paramLabel = "NAME") String group)
            throws IOException, InterruptedException {
        return caller.call(
                opener,
                about("get", group),
                (answer, out) -> answer.values().forEach((name, value) -> out.println(name + "\t" + value)));
    }

    @Command(description = "Print your groups and invitations: name, role, state, title.")
    int list(@Mixin Caller caller) throws IOException, InterruptedException {
        return caller.pages(
                opener,
                Call.of("group/list"),
                (answer, out) -> answer.objects("groups")
                        .forEach(
                                it -> row(out, it.text("group"), it.text("role"), it.text("state"), it.text("title"))));
    }

    @Command(description = "Print who is in a group: user, role, state.")
    int members(@Mixin Caller caller, @Parameters(paramLabel = "NAME") String group)
            throws IOException, InterruptedException {
        return caller.pages(
                opener,
                about("members", group).with("limit", MEMBERS_PAGE),
                (answer, out) -> answer.objects("members")
                        .forEach(it -> row(out, it.text("user"), it.text("role"), it.text("state"))));
    }

    @Command(description = "Let users in.")
    int add(
            @Mixin Caller caller,
            @Parameters(paramLabel = "NAME") String group,
            @Parameters(paramLabel = "USER", arity = "1..*") String[] users)
            throws IOException, InterruptedException {
        return caller.call(opener, about("add", group).with("users", Arrays.asList(users)));
    }

    @Command(description = "Make a member owner, admin or member.")
    int role(
            @Mixin Caller caller,
            @Parameters(paramLabel = "NAME") String group,
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "owner|admin|member") String role)
            throws IOException, InterruptedException {
        return caller.call(opener, about("role", group).with("user", user).with("role", role));
    }

    @Command(description = "Forbid a member to write for some time; 0 ends it.")
    int mute(
            @Mixin Caller caller,
            @Parameters(paramLabel = "NAME") String group,
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "SECONDS") long seconds)
            throws IOException, InterruptedException {
        return caller.call(opener, about("mute", group).with("user", user).with("seconds", seconds));
    }

    static Call about(String verb, String group) {
        String name = group.startsWith("group/") ? group.substring("group/".length()) : group;
        if (GroupName.parse(name).isEmpty()) {
            throw new UsageException(
                    "a group name has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; given: " + group);
        }
        return Call.of("group/" + verb).with("group", name);
    }

    static void row(PrintWriter out, String... columns) {
        out.println(String.join("\t", List.of(columns)).stripTrailing());
    }
}
