package io.parley.sdk.internal.session;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import io.parley.protocol.json.GroupSettings;
import io.parley.sdk.internal.store.Arrangement;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.SideEntry;
import io.parley.sdk.internal.store.Store;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What messages say about other messages and about their conversation, kept in the store as they are released.
 *
 * <p>A new store begins with the newest entries of each side log only; what older ones did to the messages of the first
 * page is asked for, until it is known.
 */
final class Annotations {
    private final Store store;
    private final Consumer<Output> out;
    private final Set<ConversationId> repairs = new LinkedHashSet<>();

    Annotations(Store store, Consumer<Output> out) {
        this.store = store;
        this.out = out;
    }

    void load(Set<ConversationId> conversations) {
        repairs.addAll(conversations);
    }

    /** The next entry of a side log. */
    void amended(Incoming entry) {
        try {
            Amendment amendment = Contents.readAmendment(entry.content().toBytes());
            store.amend(read(entry, amendment));
            out.accept(new Output.Amended(entry, amendment));
        } catch (BadBodyException | IllegalArgumentException e) {
            out.accept(new Output.Warning("#" + entry.seq() + " of " + entry.conversation() + ": " + e.getMessage()));
        }
    }

    private static SideEntry read(Incoming entry, Amendment amendment) {
        String contentType = amendment.contentType();
        return new SideEntry(
                entry.conversation().subject(),
                amendment.seq(),
                entry.seq(),
                entry.from(),
                entry.at(),
                amendment.kind(),
                amendment.emoji(),
                contentType.isEmpty() ? null : contentType,
                Content.wrap(Base64.getDecoder().decode(amendment.content())));
    }

    /** The next message of a conversation. One that this version cannot read is for the application alone. */
    void released(Incoming message) {
        if (!ContentTypes.CHANGE.equals(message.contentType())) {
            return;
        }
        try {
            Change change = Contents.readChange(message.content().toBytes());
            GroupSettings settings = change.settings();
            String title = settings == null ? null : settings.title();
            if (title != null) {
                store.arrange(message.conversation(), Arrangement.titled(title));
                out.accept(new Output.Relisted(message.conversation()));
            }
        } catch (BadBodyException | IllegalArgumentException e) {
            out.accept(
                    new Output.Warning("#" + message.seq() + " of " + message.conversation() + ": " + e.getMessage()));
        }
    }

    /** Entries of this side log were left out. */
    void incomplete(ConversationId sideLog) {
        if (repairs.add(sideLog.subject())) {
            store.wantRepair(sideLog.subject());
        }
    }

    /** Everything that waited has been told on this connection. */
    void complete() {
        repairs.forEach(it -> out.accept(new Output.WantRepair(it)));
    }

    void paged(ConversationId conversation) {
        repairs.remove(conversation);
    }
}
