package io.parley.broker.edge;

import io.parley.protocol.Address;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Topics of one client, read once: it publishes to few of them over and over. One per connection, its thread only.
 */
final class Destinations {
    /** Forgotten all at once when more are used; a client with more peers than this pays for the reading. */
    private static final int KNOWN_MAX = 32;

    private final UserName self;
    private final Map<String, Destination> known = new HashMap<>();

    Destinations(UserName self) {
        this.self = self;
    }

    /** @param conversation that is written to, or typed in; else null */
    record Destination(Address address, @Nullable ConversationId conversation) {}

    /** @param refused told why, once, if the result is null */
    @Nullable Destination of(String topic, Consumer<Refusal> refused) {
        Destination destination = known.get(topic);
        if (destination != null) {
            return destination;
        }
        Address address = Topics.parse(topic, refused).orElse(null);
        if (address == null) {
            return null;
        }
        destination = new Destination(address, conversation(address));
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.put(topic, destination);
        return destination;
    }

    private @Nullable ConversationId conversation(Address address) {
        return address.match(
                chat -> ConversationId.chat(self, chat.peer()),
                group -> ConversationId.group(group.group()),
                typing -> conversation(typing.to()),
                receipts -> null,
                track -> null,
                ownTracks -> null,
                api -> null);
    }
}
