package io.parley.simulator.stack;

import java.io.IOException;

/** Signals Java has no word for, to one process by id. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: it keeps its sockets and its memory and does nothing. */
    public static void pause(long pid) throws IOException, InterruptedException {
        send("-STOP", pid);
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public static void resume(long pid) throws IOException, InterruptedException {
        send("-CONT", pid);
    }

    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        if (pid <= 1) {
            throw new IllegalArgumentException("pid " + pid);
        }
        new ProcessBuilder("kill", signal, Long.toString(pid))
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }
}
