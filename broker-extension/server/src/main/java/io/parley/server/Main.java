package io.parley.server;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Entered through the script {@code parley}. */
public final class Main {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(CommandSpec.create()
                .name("parley")
                .version("parley " + VERSION)
                .mixinStandardHelpOptions(true));
        commands.getCommandSpec().usageMessage().description("Run a Parley server, and look after it.");
        commands.addSubcommand(UpCommand.spec());
        System.exit(commands.execute(arguments));
    }
}
