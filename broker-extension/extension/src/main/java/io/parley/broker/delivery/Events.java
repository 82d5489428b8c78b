package io.parley.broker.delivery;

import io.parley.protocol.UserName;

/** The way to whoever of a user is online, on any node. Never blocks; safe from any thread; what is told may be lost. */
@FunctionalInterface
public interface Events {
    /**
     * Sends {@code inbox/{user}/event/{kind}} to every endpoint.
     *
     * @param json the body
     */
    void tell(UserName user, String kind, byte[] json);
}
