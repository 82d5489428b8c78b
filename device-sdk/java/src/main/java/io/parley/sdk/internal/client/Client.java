package io.parley.sdk.internal.client;

import io.parley.sdk.ParleyClient;
import java.util.concurrent.CompletableFuture;

/** One client. */
public final class Client {
    private Client() {}

    public static ParleyClient open(Settings settings) {
        throw new UnsupportedOperationException("not yet: " + settings.endpoint());
    }

    public static CompletableFuture<ParleyClient> connect(Settings settings) {
        return CompletableFuture.completedFuture(open(settings));
    }
}
