package io.parley.broker.edge;

import io.parley.broker.presence.Presences;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps who is watched. */
final class ScriptedPresences implements Presences {
    final List<String> asked = new ArrayList<>();

    @Override
    public CompletionStage<Presence> of(UserName user) {
        return CompletableFuture.completedStage(Presence.NEVER);
    }

    @Override
    public Watcher open(UserName viewer, Sink sink) {
        asked.add("open " + viewer);
        return new Watcher() {
            @Override
            public void watch(UserName user) {
                asked.add("watch " + user);
            }

            @Override
            public void unwatch(UserName user) {
                asked.add("unwatch " + user);
            }

            @Override
            public void close() {
                asked.add("close");
            }
        };
    }
}
