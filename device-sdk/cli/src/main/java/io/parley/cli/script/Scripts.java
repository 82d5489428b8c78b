package io.parley.cli.script;

import picocli.CommandLine;

/** All commands for scripts. */
public final class Scripts {
    private Scripts() {}

    public static CommandLine into(CommandLine parley, Server.Opener opener) {
        return parley.addSubcommand(new SendCommand(opener))
                .addSubcommand(new HistoryCommand(opener))
                .addSubcommand(GroupCommand.line(opener))
                .addSubcommand(ContactCommand.line(opener))
                .addSubcommand(new CallCommand(opener));
    }
}
