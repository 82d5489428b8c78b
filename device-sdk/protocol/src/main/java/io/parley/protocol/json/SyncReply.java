package io.parley.protocol.json;

import java.util.Map;

/**
 * Ends a page of sync.
 *
 * <pre>{"complete":true,"sent":17,"last":{"chat/bob":59},"peers":{"received":{"chat/bob":58},"read":{"chat/bob":41}},"read":{"chat/bob":59}}</pre>
 *
 * @param complete whether the endpoint has been sent everything there is; if not, it asks again after it has receipted this page
 * @param sent how many messages this page had
 * @param last the newest seq of each conversation of the user
 * @param peers what the other side has received and read of each conversation
 * @param read what the user has read of each conversation, on any endpoint
 * @param floors what lies at or below this seq of a conversation is not sent: from before the user joined, cleared, or
 *     left to history
 */
public record SyncReply(
        boolean complete,
        int sent,
        Map<String, Long> last,
        Marks peers,
        Map<String, Long> read,
        Map<String, Long> floors) {
    public SyncReply {
        floors = Map.copyOf(floors);
        last = Map.copyOf(last);
        read = Map.copyOf(read);
    }
}
