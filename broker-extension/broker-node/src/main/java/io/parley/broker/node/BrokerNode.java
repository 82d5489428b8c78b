package io.parley.broker.node;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The main class of a broker's JVM. Standard output carries one line, {@code READY mqtt=… ws=… http=… pid=…}; whatever
 * else there is to say goes to standard error (warnings) and to {@code DIR/logs}.
 *
 * <p>Ends with 0 when told to stop (SIGTERM, or the end of standard input), 1 when broker or extension did not start,
 * 2 for bad arguments.
 */
public final class BrokerNode {
    static final int EXIT_STOPPED = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_BAD_ARGUMENTS = 2;

    /** What the process ends with; the hook halts with it, since a JVM that obeys a signal would end with 143. */
    private static final AtomicInteger exitCode = new AtomicInteger(EXIT_STOPPED);

    private BrokerNode() {}

    public static void main(String[] arguments) {
        PrintStream answers = System.out;
        System.setOut(System.err);
        NodeArguments.Parsed parsed = NodeArguments.parse(List.of(arguments));
        if (parsed.settings().isEmpty()) {
            parsed.faults().forEach(System.err::println);
            System.err.println(NodeArguments.USAGE);
            System.exit(EXIT_BAD_ARGUMENTS);
        }
        parsed.settings().ifPresent(settings -> run(settings, answers));
    }

    private static void run(NodeSettings settings, PrintStream answers) {
        try {
            Files.createDirectories(settings.logDir());
            logTo(settings);
            HiveMqConfig.write(settings);
            EmbeddedHiveMQ broker = build(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "stop"));
            if (settings.exitWithStdin()) {
                stopWithStdin(System.in);
            }
            broker.start().get();
            if (!ExtensionCheck.isLive(settings)) {
                fail("the extension in " + settings.extensionsDir() + " is not running, see " + settings.logDir());
            }
        } catch (ExecutionException notStarted) {
            fail("HiveMQ did not start: " + notStarted.getCause());
        } catch (IOException unusable) {
            fail("broker did not start: " + unusable);
        } catch (InterruptedException stopped) {
            fail("interrupted while starting");
        }
        answers.println("READY mqtt=" + settings.bind() + ":" + settings.mqttPort() + " ws=" + settings.bind() + ":"
                + settings.wsPort() + " http=" + settings.bind() + ":" + settings.httpPort() + " pid="
                + ProcessHandle.current().pid());
        answers.flush();
    }

    /** Before the first logger exists. HiveMQ's jar brings a logback.xml of its own, so ours has another name. */
    private static void logTo(NodeSettings settings) {
        System.setProperty("parley.log.dir", settings.logDir().toString());
        System.setProperty("logback.configurationFile", "io/parley/broker/node/logback.xml");
    }

    static EmbeddedHiveMQ build(NodeSettings settings) throws IOException {
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(settings.configDir())
                .withDataFolder(Files.createDirectories(settings.dataDir().resolve("hivemq")))
                .withExtensionsFolder(settings.extensionsDir())
                .withoutLoggingBootstrap()
                .build();
        HiveMqTuning.beforeStart();
        return broker;
    }

    private static void fail(String reason) {
        System.err.println(reason);
        exitCode.set(EXIT_FAILED);
        System.exit(EXIT_FAILED);
    }

    private static void stop(EmbeddedHiveMQ broker) {
        try {
            broker.close();
        } catch (ExecutionException | InterruptedException failed) {
            System.err.println("HiveMQ did not stop in order: " + failed);
        }
        Runtime.getRuntime().halt(exitCode.get());
    }

    /** Whoever started this process holds the other end; the end of the stream is the end of that process. */
    private static void stopWithStdin(InputStream input) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (input.read() >= 0) {
                            // What is written to us means nothing; only the end does.
                        }
                    } catch (IOException broken) {
                        System.err.println("standard input broke, stopping: " + broken);
                    }
                    System.exit(EXIT_STOPPED);
                },
                "stdin-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
