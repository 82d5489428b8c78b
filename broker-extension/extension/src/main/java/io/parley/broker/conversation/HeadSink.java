package io.parley.broker.conversation;

/** Where the answer to a head request goes. */
@FunctionalInterface
public interface HeadSink {
    void head(Head head);
}
