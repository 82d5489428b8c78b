package io.parley.cli;

import io.parley.cli.account.Exit;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConnectionState.Phase;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SentMessage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A user talking with another or in a group: what was sent, what became of it, what came. Safe from any thread. */
final class Conversation {
    private static final int HISTORY_SHOWN = 20;

    private final UserName me;
    private final ConversationId with;
    private final Screen screen;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable ParleyClient client;
    private @Nullable ConnectionState state;
    private int unanswered;
    private int failed;

    Conversation(UserName me, ConversationId with, Screen screen) {
        this.me = me;
        this.with = with;
        this.screen = screen;
    }

    ClientBuilder listen(ClientBuilder builder) {
        return builder.onMessage(this::arrived).onState(this::became);
    }

    /** Shows what the store has; messages that come meanwhile wait for that. */
    void begin(ParleyClient opened) {
        client = opened;
        for (HistoryEntry entry : opened.history(with, -HISTORY_SHOWN, HISTORY_SHOWN)) {
            screen.history(entry);
        }
        begun.countDown();
        opened.waiting().forEach(it -> follow(it, "(from before)"));
    }

    void send(String text) {
        ParleyClient to = client;
        if (to != null) {
            follow(to.send(with, text), text);
        }
    }

    private synchronized void follow(SentMessage message, String text) {
        unanswered++;
        boolean[] answered = {false};
        message.onStatus(status -> changed(message, text, status, answered));
    }

    private void changed(SentMessage message, String text, MessageStatus status, boolean[] answered) {
        screen.status(message.id(), text, status);
        synchronized (this) {
            if (!answered[0] && status.stage().ordinal() >= Stage.ACCEPTED.ordinal()) {
                answered[0] = true;
                unanswered--;
                failed += status.stage() == Stage.FAILED ? 1 : 0;
                notifyAll();
            }
        }
    }

    private void arrived(ReceivedMessage message) throws InterruptedException {
        begun.await();
        if (message.conversation().equals(with)) {
            screen.message(message);
            if (!message.from().equals(me)) {
                message.markRead();
            }
        } else {
            screen.aside(message);
        }
    }

    private void became(ConnectionState next) {
        screen.state(next);
        synchronized (this) {
            state = next;
            notifyAll();
        }
    }

    /** Waits until the server has answered everything and sent all that waited, or will never. */
    synchronized int await(long untilNanos) throws InterruptedException {
        while (true) {
            ConnectionState now = state;
            if (now != null && now.phase() == Phase.REFUSED) {
                return Exit.REFUSED;
            }
            if (now != null && now.phase() == Phase.CLOSED) {
                return Exit.FAILED;
            }
            if (now != null && now.phase() == Phase.ONLINE && unanswered == 0) {
                return failed > 0 ? Exit.FAILED : Exit.OK;
            }
            long left = (untilNanos - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Exit.TIMEOUT;
            }
            wait(left);
        }
    }

    /** Waits for the given time; messages go on being shown. */
    synchronized void stay(long untilNanos) throws InterruptedException {
        for (long left = untilNanos - System.nanoTime(); left > 0; left = untilNanos - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }

    synchronized String explain() {
        return unanswered + " messages without answer, connection " + state;
    }

    synchronized @Nullable ConnectionState state() {
        return state;
    }
}
