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
 */
public record SyncRequest(Map<String, Long> received, int limit) {
    public SyncRequest {
        received = Map.copyOf(received);
    }
}
