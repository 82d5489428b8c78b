package io.parley.cli.messenger;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a screen needs of Parley. Every method returns at once and is called by the screen's one thread; what comes of
 * it, and what happens by itself, is told to the {@link Listener} and the given consumers on that thread too.
 */
public interface Messenger extends AutoCloseable {
    UserName me();

    /** From now on the listener is told; first what is known already. Called once. */
    void begin(Listener listener);

    /** Asks for the list of conversations anew, also after a change that may concern it. */
    void list();

    /** Asks for the newest messages, and in a chat for the other one's presence. */
    void open(ConversationId conversation);

    /** Asks for the page before a message. */
    void older(ConversationId conversation, long beforeSeq);

    /** @param replyTo seq of the message it answers, 0 if none */
    void send(ConversationId conversation, String text, long replyTo);

    void markRead(ConversationId conversation, long seq);

    /** Says that the user types, or no longer does. */
    void typing(ConversationId conversation, boolean typing);

    /** Looks for words in all conversations; newest first. */
    void search(String words, Consumer<List<Hit>> then);

    void call(Call call, Consumer<Answer> then);

    @Override
    void close();
}
