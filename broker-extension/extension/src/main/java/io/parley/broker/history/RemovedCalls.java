package io.parley.broker.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.Removed;
import io.parley.broker.storage.Slice;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The call by which an endpoint that was away learns what its user hid and cleared meanwhile; whoever is online hears of it
 * by an event.
 */
public final class RemovedCalls {
    /** What is being written, and by clocks that differ, may yet appear this long ago. */
    private static final Duration UNSETTLED = Duration.ofMinutes(1);

    private final HiddenStore hidden;
    private final Clock clock;

    public RemovedCalls(HiddenStore hidden, Clock clock) {
        this.hidden = hidden;
        this.clock = clock;
    }

    public List<Call> calls() {
        List<Field> asked = new ArrayList<>(Page.FIELDS);
        asked.add(Field.time("since").optional());
        return List.of(Call.of(
                "message/removed",
                "What the caller hid and cleared since some time, on whichever endpoint",
                asked,
                this::removed));
    }

    private CompletionStage<Reply> removed(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        long since = arguments.numberIf("since").orElse(0);
        UserName user = caller.user();
        long until = Math.max(since, clock.millis() - UNSETTLED.toMillis());
        return read(user, since, page).thenApply(slice -> written(slice, user, until));
    }

    private CompletionStage<Slice<Removed>> read(UserName user, long since, Page page) {
        try {
            return hidden.removedSince(user, since, page.limit(), page.after());
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private static Reply written(Slice<Removed> slice, UserName user, long until) {
        return Reply.of(json -> {
            json.writeArrayFieldStart("removed");
            for (Removed it : slice.items()) {
                write(json, it, user);
            }
            json.writeEndArray();
            json.writeNumberField("until", until);
            if (slice.next().isPresent()) {
                Page.writeNext(json, slice.next().get());
            }
        });
    }

    private static void write(JsonGenerator json, Removed it, UserName user) throws IOException {
        json.writeStartObject();
        json.writeStringField("conversation", it.conversation().seenBy(user));
        if (it.cleared() > 0) {
            json.writeNumberField("cleared", it.cleared());
        }
        if (!it.seqs().isEmpty()) {
            json.writeArrayFieldStart("seqs");
            for (long seq : it.seqs().stream().sorted().toList()) {
                json.writeNumber(seq);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
