package io.parley.sdk.internal.client;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.sdk.Amended;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.Gap;
import io.parley.sdk.HandlerFailure;
import io.parley.sdk.MessageHandler;
import io.parley.sdk.Receipt;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.StatusChange;
import io.parley.sdk.TransactionalHandler;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the builder was told, complete and checked.
 *
 * @param password UTF-8
 * @param directory of the store; null: in memory
 * @param newestOnly of each conversation of a new store; 0: all
 * @param executor of user code; null: threads of the client's own
 */
public record Settings(
        URI server,
        EndpointId endpoint,
        byte[] password,
        @Nullable Path directory,
        @Nullable Executor executor,
        ReceiptMode receipts,
        int newestOnly,
        Listeners listeners) {

    /** User code. At most one of the two handlers is set. */
    public record Listeners(
            @Nullable MessageHandler onMessage,
            @Nullable TransactionalHandler onMessageInTransaction,
            @Nullable Consumer<Receipt> onReceipt,
            @Nullable Consumer<Amended> onAmended,
            @Nullable Consumer<ConnectionState> onState,
            @Nullable Consumer<Gap> onGap,
            @Nullable Consumer<StatusChange> onStatus,
            @Nullable Consumer<HandlerFailure> onHandlerFailure,
            @Nullable Consumer<ConversationId> onConversation,
            Listening events) {}
}
