package io.parley.broker.conversation;

import io.parley.protocol.ConversationId;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Makes the rules of a conversation by its kind. The composition root knows the kinds. */
public interface RulesFactory {
    /**
     * @param conversation no side log
     * @param amendmentsLast newest seq of its side log; negative while that is not known
     */
    Rules of(ConversationId conversation, LongSupplier amendmentsLast);

    /**
     * @param sideLog of the conversation that {@code subject} rules
     * @param subjectMayJudge see {@link AmendmentRules}
     */
    Rules ofAmendments(ConversationId sideLog, Rules subject, BooleanSupplier subjectMayJudge);
}
