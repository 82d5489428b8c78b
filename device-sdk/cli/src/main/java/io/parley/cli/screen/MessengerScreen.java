package io.parley.cli.screen;

import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.Listener;
import io.parley.cli.messenger.Messenger;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent;
import io.parley.sdk.ConnectionState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messenger as it is seen and used: events and keys go in, {@link #draw} shows what has come of them. One thread
 * only, the same that the {@link Messenger} tells its news on.
 */
public final class MessengerScreen implements Listener {
    private final State state;
    private final Keyboard keyboard;

    /** @param colours whether the terminal shows any: else what a colour would say is said in words */
    public MessengerScreen(Messenger messenger, InstantSource clock, ZoneId zone, boolean colours) {
        this.state = new State(messenger, clock, zone, colours);
        this.keyboard = new Keyboard(state);
    }

    /** @param first what to open at once; null: the list */
    public void begin(@Nullable ConversationId first) {
        state.messenger.begin(this);
        state.messenger.list();
        if (first != null) {
            state.open(first);
        }
    }

    public void resize(int columns, int rows) {
        state.resize(columns, rows);
        state.seen();
    }

    public void press(Key key) {
        keyboard.press(key);
    }

    public Frame draw() {
        return new Drawing(state).draw();
    }

    /** Whether the user has left. */
    public boolean isOver() {
        return state.over;
    }

    /** There is nobody left to show it to. */
    public void end() {
        state.end();
    }

    public ConnectionState connection() {
        return state.connection;
    }

    // --- what happens ------------------------------------------------------------------------------------------------
    @Override
    public void connected(ConnectionState next) {
        boolean back = next.phase() == ConnectionState.Phase.ONLINE && !state.isOnline();
        state.connection = next;
        if (back) {
            state.messenger.list();
        }
    }

    @Override
    public void listed(List<Summary> summaries) {
        state.list.replace(summaries);
    }

    @Override
    public void invited(ConversationId group, String title) {
        Instant now = state.clock.instant();
        state.list.begin(group, now);
        state.list.change(group, it -> it.newest(it.last(), now, "you are invited; /accept or /decline"));
        state.say("you are invited to " + (title.isEmpty() ? group.group().value() : title));
    }

    @Override
    public void unread(long total, Map<ConversationId, Long> unread) {
        state.list.unread(total, unread, state.clock.instant());
    }

    @Override
    public void shown(ConversationId conversation, List<Item> items) {
        Log log = state.log(conversation);
        for (Item item : items) {
            if (log != null) {
                log.put(item);
            }
            state.list.came(conversation, item);
            state.typing(conversation, item.from(), false);
        }
        if (conversation.equals(state.open) && items.stream().anyMatch(Item::isChange)) {
            state.countMembers(conversation);
        }
        state.seen();
    }

    @Override
    public void paged(ConversationId conversation, List<Item> items, boolean more) {
        Log log = state.log(conversation);
        if (log != null) {
            log.page(items, more);
            items.forEach(item -> state.list.came(conversation, item));
            keyboard.seek(conversation);
            state.seen();
        }
    }

    @Override
    public void gone(ConversationId conversation, List<Long> seqs) {
        Log log = state.log(conversation);
        if (log != null) {
            log.drop(seqs);
        }
    }

    @Override
    public void cleared(ConversationId conversation, long upTo) {
        Log log = state.log(conversation);
        if (log != null) {
            log.clear(upTo);
        }
        state.list.change(conversation, it -> it.last() <= upTo ? it.empty() : it);
    }

    @Override
    public void delivered(ConversationId conversation, MessageId id, long seq, Delivery delivery) {
        Log log = state.log(conversation);
        if (log != null) {
            log.deliver(id, seq, delivery);
            log.find(id).ifPresent(item -> state.list.came(conversation, item));
            state.seen();
        }
    }

    @Override
    public void marked(ConversationId conversation, long received, long read) {
        Log log = state.log(conversation);
        if (log != null) {
            log.mark(received, read);
        }
    }

    @Override
    public void counted(ConversationId conversation, int of, List<CountsEvent.Count> counts) {
        Log log = state.log(conversation);
        if (log != null) {
            log.count(of, counts);
        }
    }

    @Override
    public void typing(ConversationId conversation, UserName user, boolean typing) {
        state.typing(conversation, user, typing);
    }

    @Override
    public void present(UserName user, boolean online, @Nullable Instant lastSeen) {
        state.presence.put(user, new State.Presence(online, lastSeen));
    }

    @Override
    public void noted(String text) {
        state.say(text);
    }
}
