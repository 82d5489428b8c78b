package io.parley.simulator.fleet;

import io.parley.simulator.history.Called;
import io.parley.simulator.history.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The api calls applications were told to make, and what they heard. A call counts as unknown from the moment it is
 * ordered: what dies with its application may have been made. Safe from any thread.
 */
public final class Asked {
    /** After these it may have happened all the same. */
    private static final Set<String> UNKNOWN = Set.of("timeout", "closed", "bad-answer", "busy", "unknown", "error");

    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    /** A call failed, or nobody will ever know. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @param called null: it only asks */
    private record Entry(Member by, @Nullable Called called, CompletableFuture<String> answer) {}

    private final Map<Long, Entry> open = new HashMap<>();
    private final List<Called> done = new ArrayList<>();
    private final Map<String, Long> refusals = new HashMap<>();

    /** @param wanted what it is to bring about, null if nothing */
    synchronized CompletionStage<String> ordered(long number, Member by, Act.@Nullable Wanted wanted) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Called called = wanted == null
                ? null
                : new Called(
                        by.endpoint().user(),
                        wanted.conversation(),
                        wanted.kinds(),
                        wanted.users(),
                        new Fate.Unknown());
        open.put(number, new Entry(by, called, answer));
        return answer;
    }

    void answered(long number, String json) {
        Entry entry = take(number);
        if (entry != null) {
            OptionalLong seq = seq(json);
            end(entry, seq.isPresent() ? new Fate.Accepted(seq.getAsLong()) : new Fate.Unknown());
            entry.answer.complete(json);
        }
    }

    void refused(long number, String code, String detail) {
        Entry entry = take(number);
        if (entry != null) {
            end(entry, UNKNOWN.contains(code) ? new Fate.Unknown() : new Fate.Refused(code));
            if (entry.called != null) {
                count(code);
            }
            entry.answer.completeExceptionally(new RefusedException(code + " " + detail));
        }
    }

    private synchronized @Nullable Entry take(long number) {
        return open.remove(number);
    }

    private synchronized void end(Entry entry, Fate fate) {
        Called it = entry.called;
        if (it == null) {
            return;
        }
        done.add(new Called(it.by(), it.conversation(), it.kinds(), it.users(), fate));
    }

    private synchronized void count(String code) {
        refusals.merge(code, 1L, Long::sum);
    }

    private static OptionalLong seq(String json) {
        Matcher found = SEQ.matcher(json);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    /** Calls that applications that live still wait for. */
    public synchronized long waiting() {
        return open.size();
    }

    /** Whatever applications of this host asked is never answered any more. */
    void died(int host) {
        List<Long> numbers = new ArrayList<>();
        synchronized (this) {
            open.forEach((number, entry) -> {
                if (entry.by.host() == host) {
                    numbers.add(number);
                }
            });
        }
        numbers.forEach(number -> refused(number, "closed", "the application was killed"));
    }

    /** By what they were refused. */
    public synchronized Map<String, Long> refusals() {
        return Map.copyOf(refusals);
    }

    public synchronized List<Called> all() {
        List<Called> all = new ArrayList<>(done);
        for (Entry entry : open.values()) {
            if (entry.called != null) {
                all.add(entry.called);
            }
        }
        return all;
    }
}
