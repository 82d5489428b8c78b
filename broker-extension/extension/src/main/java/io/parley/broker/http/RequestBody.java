package io.parley.broker.http;

import io.parley.broker.api.RefusalException;
import io.parley.protocol.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/** A body of bounded size, gathered as it comes. Run by Jetty, once whenever there is more, never twice at a time. */
final class RequestBody implements Runnable {
    private final Content.Source source;
    private final int bytesMax;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(512);
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private RequestBody(Content.Source source, int bytesMax) {
        this.source = source;
        this.bytesMax = bytesMax;
    }

    /** Fails with {@link RefusalException} if it is too large, with {@link IOException} if it ends early. */
    static CompletableFuture<byte[]> read(Content.Source source, int bytesMax) {
        RequestBody body = new RequestBody(source, bytesMax);
        body.run();
        return body.whole;
    }

    @Override
    public void run() {
        while (!whole.isDone()) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                whole.completeExceptionally(new IOException("the body ended early", chunk.getFailure()));
                return;
            }
            take(chunk);
        }
    }

    private void take(Content.Chunk chunk) {
        boolean last = chunk.isLast();
        ByteBuffer bytes = chunk.getByteBuffer();
        boolean fits = bytes.remaining() <= bytesMax - gathered.size();
        if (fits) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            gathered.writeBytes(copy);
        }
        chunk.release();
        if (!fits) {
            whole.completeExceptionally(
                    new RefusalException(Reason.TOO_LARGE, "body has more than " + bytesMax + " bytes"));
        } else if (last) {
            whole.complete(gathered.toByteArray());
        }
    }
}
