package io.parley.broker.conversation;

import io.parley.broker.conversation.Conversations.AckSink;

/** Where the answer to a submission goes. */
record ReturnAddress(AckSink sink, long connection) {}
