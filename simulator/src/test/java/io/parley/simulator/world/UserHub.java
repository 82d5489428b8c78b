package io.parley.simulator.world;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;

/** The entity of a user: knows the sessions that told it they are there, and tells them what owners tell it. */
final class UserHub {
    private final World world;
    private final long hopMillisMax;
    private final Map<String, ServerLine> sessions = new HashMap<>();
    private final Map<ServerLine, World.Lane> lanes = new HashMap<>();

    UserHub(World world, long hopMillisMax) {
        this.world = world;
        this.hopMillisMax = hopMillisMax;
    }

    void committed(Block block) {
        sessions.values().forEach(line -> send(line, () -> line.committed(block)));
    }

    void receipted(ConversationId conversation, UserName whose, UserMarks marks) {
        sessions.values().forEach(line -> send(line, () -> line.receipted(conversation, whose, marks)));
    }

    void online(ServerLine line) {
        ServerLine former = sessions.put(line.endpoint().clientId(), line);
        if (former != null && former != line) {
            send(former, former::takenOver);
        }
        boolean fresh = former != line;
        send(line, () -> line.registered(fresh));
    }

    void offline(ServerLine line) {
        sessions.remove(line.endpoint().clientId(), line);
        lanes.remove(line);
    }

    private void send(ServerLine line, Runnable what) {
        lanes.computeIfAbsent(line, it -> world.new Lane(hopMillisMax)).send(what);
    }
}
