package io.parley.broker.storage.memory;

import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.DuePage;
import io.parley.broker.storage.ScheduleRules;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Two tables as in Cassandra: the messages, and where to look. Each step of a call takes effect by itself. */
final class MemoryScheduleStore implements ScheduleStore {
    private final Calls calls;
    private final Map<UserName, Map<MessageId, Scheduled>> messages = new HashMap<>();
    /** By minute; true once settled. */
    private final TreeMap<Long, TreeMap<DueMessage, Boolean>> minutes = new TreeMap<>();

    MemoryScheduleStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Creation> create(ScheduledMessage message) {
        return ofUser(message.user()).thenCompose(present -> {
            Optional<Scheduled> same = present.stream()
                    .filter(it -> it.message().id().equals(message.id()))
                    .findFirst();
            if (same.isPresent()) {
                return CompletableFuture.completedStage(ScheduleRules.compare(same.get(), message));
            }
            if (!ScheduleRules.hasRoom(present, message)) {
                return CompletableFuture.completedStage(Creation.LIMIT_REACHED);
            }
            return calls.run(
                            () -> minutes.computeIfAbsent(DueMessage.of(message).minute(), fresh -> new TreeMap<>())
                                    .putIfAbsent(DueMessage.of(message), false))
                    .thenCompose(done -> calls.call(() -> insert(message)));
        });
    }

    private Creation insert(ScheduledMessage message) {
        Scheduled present = of(message.user()).putIfAbsent(message.id(), Scheduled.waiting(message));
        return present == null ? Creation.CREATED : ScheduleRules.compare(present, message);
    }

    @Override
    public CompletionStage<List<Scheduled>> ofUser(UserName user) {
        return calls.call(() -> of(user).values().stream()
                .sorted(Comparator.comparing(it -> DueMessage.of(it.message())))
                .toList());
    }

    @Override
    public CompletionStage<Cancellation> cancel(UserName user, MessageId id) {
        return calls.call(() -> {
            Scheduled present = of(user).get(id);
            if (present == null) {
                return Cancellation.UNKNOWN;
            }
            if (present.status() == Status.WAITING) {
                of(user).put(id, Scheduled.cancelled(present.message()));
                return Cancellation.CANCELLED;
            }
            return present.status() == Status.CANCELLED ? Cancellation.CANCELLED : Cancellation.TOO_LATE;
        });
    }

    @Override
    public CompletionStage<List<Long>> minutes(long from, long to, int max) {
        return calls.call(() -> minutes.subMap(from, true, Math.max(from, to), true).keySet().stream()
                .limit(max)
                .toList());
    }

    @Override
    public CompletionStage<DuePage> due(long minute, @Nullable DueMessage after, long dueMax, int max) {
        return calls.call(() -> {
            TreeMap<DueMessage, Boolean> all = minutes.getOrDefault(minute, new TreeMap<>());
            SortedMap<DueMessage, Boolean> rest = after == null ? all : all.tailMap(after, false);
            List<DueMessage> open = new ArrayList<>();
            DueMessage last = null;
            int count = 0;
            for (Map.Entry<DueMessage, Boolean> row : rest.entrySet()) {
                if (row.getKey().due() > dueMax || count == max) {
                    break;
                }
                last = row.getKey();
                count++;
                if (!row.getValue()) {
                    open.add(last);
                }
            }
            return new DuePage(open, last, count == max);
        });
    }

    @Override
    public CompletionStage<Optional<Scheduled>> begin(DueMessage due, long now) {
        return calls.call(() -> {
            Scheduled present = of(due.user()).get(due.id());
            if (present == null || present.message().due() != due.due()) {
                return Optional.empty();
            }
            Scheduled begun = present.status() == Status.WAITING
                    ? new Scheduled(present.message(), Status.SENDING, now, 0, null)
                    : present;
            of(due.user()).put(due.id(), begun);
            return Optional.of(begun);
        });
    }

    @Override
    public CompletionStage<Void> finish(Scheduled over) {
        return calls.run(() -> of(over.message().user())
                .computeIfPresent(
                        over.message().id(), (id, present) -> present.status() == Status.SENDING ? over : present));
    }

    @Override
    public CompletionStage<Void> settle(DueMessage due) {
        return calls.run(() -> {
            Map<DueMessage, Boolean> rows = minutes.get(due.minute());
            if (rows != null) {
                rows.put(due, true);
            }
        });
    }

    @Override
    public CompletionStage<Void> drop(long minute) {
        return calls.run(() -> minutes.remove(minute));
    }

    private Map<MessageId, Scheduled> of(UserName user) {
        return messages.computeIfAbsent(user, fresh -> new HashMap<>());
    }
}
