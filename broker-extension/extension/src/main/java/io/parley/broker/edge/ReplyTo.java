package io.parley.broker.edge;

/**
 * A checked Response Topic for acks.
 *
 * @param topic in the sender's own inbox
 * @param batched whether acks may share a packet
 */
record ReplyTo(String topic, boolean batched) {}
