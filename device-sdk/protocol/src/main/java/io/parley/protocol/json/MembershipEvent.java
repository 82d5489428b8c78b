package io.parley.protocol.json;

/**
 * Body of {@code inbox/{user}/event/membership}: the user stands differently to the group: was invited, let in, removed.
 * {@code group/get} says how. Those in it also get the change as a message.
 *
 * <pre>{"conversation":"group/climbers"}</pre>
 */
public record MembershipEvent(String conversation) {}
