package io.parley.broker.conversation;

import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the answers decided within one input, and sends them as one list per connection. */
final class Answers {
    private final Map<ReturnAddress, List<Ack>> byAddress = new LinkedHashMap<>();

    void add(ReturnAddress to, Ack ack) {
        byAddress.computeIfAbsent(to, address -> new ArrayList<>(4)).add(ack);
    }

    void send() {
        if (byAddress.isEmpty()) {
            return;
        }
        byAddress.forEach((to, acks) -> to.sink().answered(to.connection(), List.copyOf(acks)));
        byAddress.clear();
    }
}
