package io.parley.broker.delivery;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Makes the reply that ends a page of sync. */
final class SyncReplies {
    private SyncReplies() {}

    /** Marks of 0 are left out: that is what an absent one means. */
    static SyncReply of(UserName user, Collection<Flow> flows, boolean complete, int sent) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> received = new HashMap<>();
        Map<String, Long> peersRead = new HashMap<>();
        Map<String, Long> read = new HashMap<>();
        Map<String, Long> floors = new HashMap<>();
        for (Flow flow : flows) {
            String seen = flow.conversation().seenBy(user);
            last.put(seen, flow.visibleLast());
            putUnlessZero(floors, seen, flow.floorToTell());
            putUnlessZero(received, seen, flow.peers().received());
            putUnlessZero(peersRead, seen, flow.peers().read());
            putUnlessZero(read, seen, flow.mine().read());
        }
        return new SyncReply(complete, sent, last, new Marks(received, peersRead), read, floors);
    }

    private static void putUnlessZero(Map<String, Long> into, String seen, long mark) {
        if (mark > 0) {
            into.put(seen, mark);
        }
    }
}
