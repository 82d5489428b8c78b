package io.parley.broker.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what was sent. */
final class ScriptedWire implements Wire {
    final List<Outgoing> sent = new ArrayList<>();
    final List<String> takenOver = new ArrayList<>();
    final List<String> signedOut = new ArrayList<>();
    Sent outcome = Sent.QUEUED;

    @Override
    public void send(String clientId, Outgoing packet, Consumer<Sent> done) {
        sent.add(packet);
        if (done != null) {
            done.accept(outcome);
        }
    }

    @Override
    public void takeOver(String clientId) {
        takenOver.add(clientId);
    }

    @Override
    public void signOut(String clientId, String reason) {
        signedOut.add(clientId + " " + reason);
    }

    @Override
    public void sendAway(String clientId) {}
}
