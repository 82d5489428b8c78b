package io.parley.server.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, of the shell: a child is nothing but a process. */
class ChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable Child child;

    @AfterEach
    void stop() throws InterruptedException {
        if (child != null) {
            child.stop(PATIENCE);
        }
    }

    @Test
    void should_start_again_what_was_killed() throws Exception {
        start("echo READY x; exec cat");
        long first = Long.parseLong(next("ready "));
        assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
        assertThat(next("died ")).isEqualTo("137");
        assertThat(Long.parseLong(next("ready "))).isNotEqualTo(first);
    }

    @Test
    void should_not_repeat_a_first_start_that_fails_and_show_the_end_of_its_log() throws Exception {
        Child started = start("echo no such thing >&2; exit 7");
        assertThatThrownBy(() -> started.firstReady().get(5, TimeUnit.SECONDS))
                .hasMessageContaining("thing ended with code 7")
                .hasMessageContaining("no such thing");
        assertThat(next("lost ")).contains("code 7");
    }

    @Test
    void should_end_the_process_when_told_and_not_start_it_again() throws Exception {
        Child started = start("echo READY x; exec cat");
        long pid = Long.parseLong(next("ready "));
        started.stop(PATIENCE);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void should_kill_what_does_not_end_in_time() throws Exception {
        Child started = start("trap '' TERM; echo READY x; while read line; do :; done; while :; do sleep 1; done");
        long pid = Long.parseLong(next("ready "));
        started.stop(Duration.ofMillis(300));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void should_leave_ctrl_c_to_its_owner() throws Exception {
        start("echo READY x; exec cat");
        String pid = next("ready ");
        assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
        assertThat(heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive))
                .contains(true);
    }

    private Child start(String script) {
        child = new Child("thing", List.of("/bin/sh", "-c", script), folder.resolve("thing.log"), new Child.Listener() {
            @Override
            public void ready(Child child, long pid) {
                heard.add("ready " + pid);
            }

            @Override
            public void died(Child child, int exitCode, Duration pause) {
                heard.add("died " + exitCode);
            }

            @Override
            public void lost(Child child, String reason) {
                heard.add("lost " + reason);
            }
        });
        child.start();
        return child;
    }

    private String next(String kind) throws InterruptedException {
        String event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).startsWith(kind);
        return event.substring(kind.length());
    }
}
