package io.parley.cli.script;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Subcommands that are one call about somebody or something that is named, and nothing else: told apart by their verb. */
final class Verbs {
    private Verbs() {}

    /** {@code VERB NAME} */
    static void ofGroup(CommandLine parent, Server.Opener opener, String verb, String description) {
        add(parent, verb, description, new OfGroup(opener, verb));
    }

    /** {@code VERB NAME USER} */
    static void ofMember(CommandLine parent, Server.Opener opener, String verb, String description) {
        add(parent, verb, description, new OfMember(opener, verb));
    }

    /** {@code VERB USER} */
    static void ofContact(CommandLine parent, Server.Opener opener, String verb, String description) {
        add(parent, verb, description, new OfContact(opener, verb));
    }

    private static void add(CommandLine parent, String verb, String description, Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        parent.addSubcommand(verb, line);
    }

    @Command
    private static final class OfGroup implements Callable<Integer> {
        private final Server.Opener opener;
        private final String verb;

        @Mixin
        private Caller caller = new Caller();

        @Parameters(index = "0", paramLabel = "NAME")
        private String group = "";

        OfGroup(Server.Opener opener, String verb) {
            this.opener = opener;
            this.verb = verb;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            return caller.call(opener, GroupCommand.about(verb, group));
        }
    }

    @Command
    private static final class OfMember implements Callable<Integer> {
        private final Server.Opener opener;
        private final String verb;

        @Mixin
        private Caller caller = new Caller();

        @Parameters(index = "0", paramLabel = "NAME")
        private String group = "";

        @Parameters(index = "1", paramLabel = "USER")
        private String user = "";

        OfMember(Server.Opener opener, String verb) {
            this.opener = opener;
            this.verb = verb;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            return caller.call(opener, GroupCommand.about(verb, group).with("user", user));
        }
    }

    @Command
    private static final class OfContact implements Callable<Integer> {
        private final Server.Opener opener;
        private final String verb;

        @Mixin
        private Caller caller = new Caller();

        @Parameters(index = "0", paramLabel = "USER")
        private String user = "";

        OfContact(Server.Opener opener, String verb) {
            this.opener = opener;
            this.verb = verb;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            return caller.call(opener, ContactCommand.about(verb, user));
        }
    }
}
