package io.parley.broker.conversation;

import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import java.util.Map;

/** Where the answer to a head request goes. */
@FunctionalInterface
public interface HeadSink {
    /** @param last newest durable seq, 0 if the conversation is empty */
    void head(long last, Map<UserName, UserMarks> marks);
}
