package io.parley.broker.amend;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.storage.AmendmentStore.Entry;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entries of a side log, in their order, have made of one message. One thread. */
public final class Amended {
    /** Users named by emoji; the rest is counted. */
    private static final int NAMED_MAX = 100;

    private final Map<String, Set<UserName>> reactions = new LinkedHashMap<>();
    private @Nullable String contentType;
    private @Nullable Content content;
    private int versions = 1;
    private boolean recalled;

    private Amended() {}

    /** By target. */
    public static Map<Long, Amended> of(List<Entry> entries) {
        Map<Long, Amended> amended = new HashMap<>();
        for (Entry it : entries) {
            amended.computeIfAbsent(it.target(), fresh -> new Amended()).apply(it.entry());
        }
        return amended;
    }

    private void apply(StoredMessage entry) {
        Amendment amendment;
        try {
            amendment = Contents.readAmendment(entry.content().toBytes());
        } catch (BadBodyException broken) {
            throw new IllegalStateException("entry " + entry.seq() + " of a side log is no amendment", broken);
        }
        switch (amendment.kind()) {
            case EDIT -> {
                contentType = amendment.contentType();
                content = Content.wrap(Base64.getDecoder().decode(amendment.content()));
                versions++;
            }
            case RECALL -> recalled = true;
            case REACT ->
                reactions
                        .computeIfAbsent(amendment.emoji(), fresh -> new LinkedHashSet<>())
                        .add(entry.from());
            case UNREACT -> {
                Set<UserName> users = reactions.get(amendment.emoji());
                if (users != null && users.remove(entry.from()) && users.isEmpty()) {
                    reactions.remove(amendment.emoji());
                }
            }
        }
    }

    public boolean isRecalled() {
        return recalled;
    }

    /** The message as it reads now. */
    public StoredMessage now(StoredMessage message) {
        Content newest = recalled ? Content.EMPTY : content;
        String type = contentType;
        if (newest == null) {
            return message;
        }
        return new StoredMessage(
                message.seq(),
                message.id(),
                message.from(),
                message.endpoint(),
                message.at(),
                message.expiresAt(),
                type == null || recalled ? message.contentType() : type,
                newest);
    }

    /** Writes {@code "amended":{"edited":true,"versions":2,"recalled":false,"reactions":{"👍":["bob"]}}}. */
    public void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("amended");
        json.writeBooleanField("edited", versions > 1);
        json.writeNumberField("versions", versions);
        json.writeBooleanField("recalled", recalled);
        json.writeObjectFieldStart("reactions");
        for (Map.Entry<String, Set<UserName>> reaction : reactions.entrySet()) {
            json.writeArrayFieldStart(reaction.getKey());
            int named = 0;
            for (UserName user : reaction.getValue()) {
                if (named++ < NAMED_MAX) {
                    json.writeString(user.value());
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
