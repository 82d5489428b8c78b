package io.parley.broker;

import io.parley.broker.contact.ChatRules;
import io.parley.broker.contact.Chats;
import io.parley.broker.conversation.AmendmentRules;
import io.parley.broker.conversation.Rules;
import io.parley.broker.conversation.RulesFactory;
import io.parley.broker.group.GroupLimits;
import io.parley.broker.group.GroupRules;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.GroupStore;
import io.parley.protocol.ConversationId;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Which rules which conversation has: the one place that knows all kinds. */
public record KindsOfRules(Chats chats, GroupStore groups, GroupLimits groupLimits, AmendmentStore amendments)
        implements RulesFactory {
    @Override
    public Rules of(ConversationId conversation, LongSupplier amendmentsLast) {
        return conversation.isGroup()
                ? new GroupRules(conversation.group(), groups, groupLimits, amendmentsLast)
                : new ChatRules(conversation, chats);
    }

    @Override
    public Rules ofAmendments(ConversationId sideLog, Rules subject, BooleanSupplier subjectMayJudge) {
        return new AmendmentRules(sideLog, subject, subjectMayJudge, amendments);
    }
}
