package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import org.jspecify.annotations.Nullable;

/** One connection from CONNECT to its end, as far as the steps in between must hand something on. Safe from any thread. */
final class Handshake {
    private @Nullable WillPublishPacket willPacket;
    private @Nullable SignedIn signedIn;
    private @Nullable Peer peer;
    private boolean ended;

    synchronized void keepWill(WillPublishPacket will) {
        willPacket = will;
    }

    synchronized @Nullable WillPublishPacket willPacket() {
        return willPacket;
    }

    /** @return false if the connection has ended meanwhile */
    synchronized boolean signIn(SignedIn who) {
        if (!ended) {
            signedIn = who;
            willPacket = null;
        }
        return !ended;
    }

    synchronized @Nullable SignedIn signedIn() {
        return signedIn;
    }

    /** @return false if the connection has ended meanwhile */
    synchronized boolean begin(Peer begun) {
        if (!ended) {
            peer = begun;
        }
        return !ended;
    }

    synchronized @Nullable Peer peer() {
        return peer;
    }

    /** @return whether this is the first time it is said */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
