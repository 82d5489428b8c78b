package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.util.List;

/**
 * What this process and an app host say to each other: one line each, fields divided by blanks, the first one the verb.
 * Only the last field may hold blanks itself. Written by a host that may be killed at any instant, so a reader must
 * expect the last line to be cut short.
 *
 * <pre>
 * to the host     open KEY PORT · close KEY · write KEY NUMBER TO FILLER · dump KEY PEER,PEER… · quit
 * from the host   queued KEY NUMBER ID CONVERSATION · failed KEY NUMBER REASON · status KEY ID CONVERSATION STAGE SEQ REASON
 *                 handed KEY COUNT · phase KEY PHASE WHY · own KEY NUMBER ID CONVERSATION STAGE SEQ REASON · dumped KEY · trouble TEXT
 * </pre>
 *
 * @param verb the first field
 * @param fields the others
 */
record Line(String verb, List<String> fields) {
    private static final int FIELDS_MAX = 8;
    static final String NO_REASON = "-";

    Line {
        fields = List.copyOf(fields);
    }

    static Line parse(String text) {
        List<String> parts = List.of(text.split(" ", FIELDS_MAX));
        return new Line(parts.get(0), parts.subList(1, parts.size()));
    }

    static String of(String verb, Object... fields) {
        StringBuilder text = new StringBuilder(verb);
        for (Object field : fields) {
            text.append(' ').append(field);
        }
        return text.toString().replace('\n', ' ');
    }

    String text(int field) {
        return fields.get(field);
    }

    /** The rest of the line from this field on. */
    String rest(int field) {
        return String.join(" ", fields.subList(field, fields.size()));
    }

    long number(int field) {
        return Long.parseLong(fields.get(field));
    }

    MessageId id(int field) {
        return MessageId.parse(fields.get(field));
    }

    ConversationId conversation(int field) {
        return new ConversationId(fields.get(field));
    }
}
