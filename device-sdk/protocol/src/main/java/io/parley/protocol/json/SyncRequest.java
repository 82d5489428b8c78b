package io.parley.protocol.json;

import java.util.Map;

/**
 * Body of {@code api/sync}: where an endpoint stands. What is missing then comes as ordinary inbox messages, at most
 * {@code limit} of them, ended by a {@link SyncReply}.
 *
 * <pre>{"received":{"chat/bob":42},"limit":200}</pre>
 *
 * @param received what the endpoint has of each conversation; one it does not name it has nothing of
 * @param limit page size, 1 to {@link io.parley.protocol.Limits#syncPageMax()}
 * @param latest of a conversation it does not name, at most so many of the newest messages are wanted, the rest is left to
 *     history; 0: all of them
 */
public record SyncRequest(Map<String, Long> received, int limit, int latest) {
    public SyncRequest(Map<String, Long> received, int limit) {
        this(received, limit, 0);
    }

    public SyncRequest {
        received = Map.copyOf(received);
    }
}
