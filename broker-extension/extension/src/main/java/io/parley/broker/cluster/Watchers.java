package io.parley.broker.cluster;

import io.parley.broker.presence.PresenceParts;
import io.parley.broker.presence.Presences;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The watchers of one node, and the way to the watched on all of them. Safe from any thread. */
record Watchers(
        ActorSystem<?> system, ActorRef<UserMessage> users, PresenceParts parts, NodeView view, AtomicLong opened)
        implements Presences {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(8);

    Watchers(ActorSystem<?> system, ActorRef<UserMessage> users, PresenceParts parts, NodeView view) {
        this(system, users, parts, view, new AtomicLong());
    }

    @Override
    public CompletionStage<Presence> of(UserName user) {
        CompletionStage<WatcherMessage> answer = AskPattern.ask(
                users, replyTo -> new UserMessage.AskPresence(user, replyTo), ANSWER_PATIENCE, system.scheduler());
        return answer.thenApply(it -> ((WatcherMessage.Told) it).presence());
    }

    @Override
    public Watcher open(UserName viewer, Sink sink) {
        long number = opened.incrementAndGet();
        WatcherActor.Opening opening = new WatcherActor.Opening(viewer, sink, number);
        return new WatcherActor.Facade(
                system.systemActorOf(WatcherActor.create(opening, this), "watcher-" + number, Props.empty()));
    }
}
