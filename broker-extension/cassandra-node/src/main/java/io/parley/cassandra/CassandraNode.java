package io.parley.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.slf4j.LoggerFactory;

/**
 * The main class of the node's JVM. Standard output carries one line, {@code READY …}; whatever else there is to say goes
 * to standard error and to {@code DIR/logs}.
 *
 * <p>Order: arguments, folder, lock, secret, Cassandra. Each refuses with its own exit code before the next has touched
 * anything.
 */
public final class CassandraNode {
    static final int EXIT_STOPPED = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_BAD_ARGUMENTS = 2;
    static final int EXIT_IN_USE = 3;

    private static final int BYTES_PER_MB = 1 << 20;

    private CassandraNode() {}

    public static void main(String[] arguments) {
        PrintStream answers = System.out;
        System.setOut(System.err);
        int heapMb = (int) (Runtime.getRuntime().maxMemory() / BYTES_PER_MB);
        NodeArguments.Parsed parsed = NodeArguments.parse(List.of(arguments), heapMb);
        if (parsed.settings().isEmpty()) {
            parsed.faults().forEach(System.err::println);
            System.err.println(NodeArguments.USAGE);
            System.exit(EXIT_BAD_ARGUMENTS);
        }
        parsed.settings().ifPresent(settings -> run(settings, answers));
    }

    private static void run(CassandraSettings settings, PrintStream answers) {
        stopOnSignals(claim(settings));
        if (settings.exitWithStdin()) {
            stopWithStdin(System.in);
        }
        try {
            NodeProperties.set(settings);
            new NodeDaemon(settings).open();
        } catch (Exception | LinkageError | AssertionError failed) {
            LoggerFactory.getLogger(CassandraNode.class).info("the start failed", failed);
            System.err.println("Cassandra did not start: " + failed);
            for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
                System.err.println("  because " + cause);
            }
            System.exit(EXIT_FAILED);
        }
        answers.println("READY cql=" + settings.bind() + ":" + settings.cqlPort() + " pid="
                + ProcessHandle.current().pid());
        answers.flush();
    }

    private static DataLock claim(CassandraSettings settings) {
        NodeFolders folders = new NodeFolders(settings.dataDir());
        try {
            folders.create();
            DataLock lock = DataLock.take(folders.lock()).orElseThrow(() -> new DataInUse(folders.lock()));
            if (settings.passwordFile().isPresent()) {
                Secret.readOrCreate(settings.passwordFile().get(), new SecureRandom());
            }
            return lock;
        } catch (DataInUse held) {
            throw refuse(EXIT_IN_USE, String.valueOf(held.getMessage()));
        } catch (IOException unusable) {
            throw refuse(EXIT_BAD_ARGUMENTS, unusable.toString());
        }
    }

    /** Ends the process. The answer is only for the compiler: it makes {@code throw refuse(…)} an end of the method. */
    private static IllegalStateException refuse(int exitCode, String why) {
        System.err.println(why);
        System.exit(exitCode);
        return new IllegalStateException(why);
    }

    /** The JVM's own handler would exit with 143. Cassandra's shutdown hook drains: it flushes, so nothing is left to replay. */
    private static void stopOnSignals(DataLock lock) {
        ShutdownSignalBarrier terminated = new ShutdownSignalBarrier();
        watch("signal-watch", () -> {
            terminated.await();
            // This thread outlives all others, and with it the lock: were it collected, the file would be unlocked.
            lock.assertHeld();
            System.exit(EXIT_STOPPED);
        });
    }

    /** Whoever started this process holds the other end; the end of the stream is the end of that process. */
    private static void stopWithStdin(InputStream input) {
        watch("stdin-watch", () -> {
            try {
                while (input.read() >= 0) {
                    // What is written to us means nothing; only the end does.
                }
            } catch (IOException broken) {
                System.err.println("standard input broke, stopping: " + broken);
            }
            System.exit(EXIT_STOPPED);
        });
    }

    private static void watch(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
