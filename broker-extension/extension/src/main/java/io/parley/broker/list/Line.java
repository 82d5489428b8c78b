package io.parley.broker.list;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.ListEntry;
import io.parley.protocol.ConversationId;
import java.util.Comparator;

/**
 * One conversation in a list, before the page it is on is known.
 *
 * @param at when something was last said in it, Unix milliseconds; what the user cleared or hid counts too, so that it keeps
 *     its place
 */
record Line(ConversationId conversation, Head head, long at, ListEntry entry) {
    /** As a list is shown: pinned first, then what is newest. */
    static final Comparator<Line> ORDER = Comparator.comparing(Line::place);

    /** Where a line stands in a list; what a cursor holds. */
    record Place(boolean pinned, long at, ConversationId conversation) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing((Place place) -> !place.pinned)
                .thenComparing(Place::at, Comparator.reverseOrder())
                .thenComparing(Place::conversation);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        String toText() {
            return (pinned ? "p" : "n") + at + " " + conversation;
        }

        /** @throws IllegalArgumentException if it was not made by {@link #toText} */
        static Place ofText(String text) {
            int space = text.indexOf(' ');
            if (space < 2 || (text.charAt(0) != 'p' && text.charAt(0) != 'n')) {
                throw new IllegalArgumentException("not a place in a list");
            }
            return new Place(
                    text.charAt(0) == 'p',
                    Long.parseLong(text.substring(1, space)),
                    new ConversationId(text.substring(space + 1)));
        }
    }

    Place place() {
        return new Place(entry.pinned(), at, conversation);
    }
}
