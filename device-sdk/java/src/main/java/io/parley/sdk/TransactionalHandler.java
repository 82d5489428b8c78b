package io.parley.sdk;

import java.sql.Connection;

/**
 * Takes messages together with the transaction that remembers them: what the handler writes through the connection and
 * the fact that the message was handled are committed in one step. However the process ends, each message has its effect
 * exactly once.
 *
 * <p>The connection is to the client's own SQLite file; tables of the application are its own business, except for
 * names that begin with {@code parley_}. The handler must neither commit, nor roll back, nor close it, nor use it after
 * it returned. If it throws, its writes are undone and the message is handed again, as with {@link MessageHandler}.
 *
 * <p>Several messages may share one transaction. The store has one writer: while this handler runs nothing else is
 * written, so keep it short, and do not wait in it for a stage of a {@link SentMessage} or for {@link
 * ParleyClient#history}. Effects outside of this connection (mail, files, another database) are not part of the promise.
 */
@FunctionalInterface
public interface TransactionalHandler {
    void onMessage(ReceivedMessage message, Connection transaction) throws Exception;
}
