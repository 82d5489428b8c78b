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
 * to the host     open KEY PORT NEWEST · close KEY · write KEY NUMBER CONVERSATION FILLER · read KEY CONVERSATION
 *                 amend KEY NUMBER CONVERSATION KIND · call KEY NUMBER NAME JSON · dump KEY CONVERSATION,CONVERSATION… · quit
 * from the host   queued KEY NUMBER ID CONVERSATION · failed KEY NUMBER REASON · status KEY ID CONVERSATION STAGE SEQ REASON
 *                 handed KEY COUNT · phase KEY PHASE WHY · own KEY NUMBER ID CONVERSATION STAGE SEQ REASON · dumped KEY · trouble TEXT
 *                 answer KEY NUMBER JSON · refused KEY NUMBER CODE DETAIL · marked KEY CONVERSATION SEQ NANOS
 *                 receipt KEY CONVERSATION USER RECEIVED READ NANOS · amended KEY CONVERSATION BY JSON
 *                 shows KEY CONVERSATION SEQ EDITED RECALLED EMOJI=USER,…
 *                 unread KEY TOTAL CONVERSATION=COUNT,… · counted KEY CONVERSATION SEQ OF RECEIVED READ NANOS
 * </pre>
 *
 * @param verb the first field
 * @param fields the others
 */
public record Line(String verb, List<String> fields) {
    private static final int FIELDS_MAX = 9;
    static final String NO_REASON = "-";

    public Line {
        fields = List.copyOf(fields);
    }

    public static Line parse(String text) {
        List<String> parts = List.of(text.split(" ", FIELDS_MAX));
        return new Line(parts.get(0), parts.subList(1, parts.size()));
    }

    public static String of(String verb, Object... fields) {
        StringBuilder text = new StringBuilder(verb);
        for (Object field : fields) {
            text.append(' ').append(field);
        }
        return text.toString().replace('\n', ' ');
    }

    public String text(int field) {
        return fields.get(field);
    }

    /** The rest of the line from this field on. */
    public String rest(int field) {
        return String.join(" ", fields.subList(field, fields.size()));
    }

    public long number(int field) {
        return Long.parseLong(fields.get(field));
    }

    MessageId id(int field) {
        return MessageId.parse(fields.get(field));
    }

    public ConversationId conversation(int field) {
        return new ConversationId(fields.get(field));
    }
}
