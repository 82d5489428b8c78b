package io.parley.cli;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.client.SdkLive;
import io.parley.cli.client.SdkServer;
import io.parley.cli.script.Scripts;
import io.parley.cli.track.TrackCommand;
import java.time.Clock;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code parley chat …}, and the commands for scripts. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        description = "Talk over Parley from a terminal.",
        subcommands = ChatCommand.class)
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        // Paho logs to java.util.logging, which would write into the conversation
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Scripts.into(new CommandLine(new Main()), SdkServer::open)
                .addSubcommand(TrackCommand.line(SdkServer::open, SdkLive::open, Clock.systemUTC()))
                .setExecutionExceptionHandler((error, line, parsed) -> {
                    line.getErr().println(error.getMessage() == null ? error.toString() : error.getMessage());
                    return error instanceof UsageException ? Exit.USAGE : Exit.FAILED;
                });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
        System.exit(Exit.USAGE);
    }
}
