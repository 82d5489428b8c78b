package io.parley.server;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entered through the script {@code parley}. */
public final class Main {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(new Parley());
        commands.addSubcommand(UpCommand.spec());
        commands.addSubcommand(new UserCommand());
        commands.addSubcommand(new WhereCommand());
        commands.setParameterExceptionHandler(Main::refuse);
        System.exit(commands.execute(arguments));
    }

    /** The fault, and where to read on; a page of usage would hide it. */
    private static int refuse(ParameterException fault, String[] arguments) {
        System.err.println(fault.getMessage());
        System.err.println("./" + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help says more");
        return Exit.BAD_INPUT;
    }

    @Command(
            name = "parley",
            version = "parley " + VERSION,
            mixinStandardHelpOptions = true,
            description = "Run a Parley server, and look after it.")
    static final class Parley implements Callable<Integer> {
        @Spec
        @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            Objects.requireNonNull(spec).commandLine().usage(System.err);
            return Exit.BAD_INPUT;
        }
    }
}
