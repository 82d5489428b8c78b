package io.parley.broker.cluster;

import io.parley.broker.location.nearest.Cells;
import io.parley.broker.location.nearest.Fleets;
import io.parley.broker.location.nearest.Free;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.HashCodeNoEnvelopeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The way to the entities of coarse cells, and those that live here. Safe from any thread. */
final class NodeFleets implements Fleets {
    private static final EntityTypeKey<CellMessage> CELL = EntityTypeKey.create(CellMessage.class, "cell");
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final ActorRef<CellMessage> entities;

    NodeFleets(ActorSystem<?> system, Cells cells, Clock clock) {
        this.system = system;
        this.entities = ClusterSharding.get(system)
                .init(Entity.of(
                                CELL,
                                context -> CellActor.create(
                                        Long.parseLong(context.getEntityId()), cells, clock, context.getShard()))
                        .withMessageExtractor(new HashCodeNoEnvelopeMessageExtractor<>(ClusterSettings.SHARDS) {
                            @Override
                            public String entityId(CellMessage message) {
                                return Long.toString(message.cell());
                            }
                        }));
    }

    @Override
    public void free(long cell, Free free) {
        entities.tell(new CellMessage.Put(cell, free));
    }

    @Override
    public void gone(long cell, GroupName fleet, UserName driver, long at) {
        entities.tell(new CellMessage.Gone(cell, fleet, driver, at));
    }

    @Override
    public CompletionStage<List<Free.Found>> nearest(
            long cell, GroupName fleet, Position place, int count, double metresMax) {
        CompletionStage<CellMessage.Answer> answer = AskPattern.ask(
                entities,
                replyTo -> new CellMessage.Ask(cell, fleet, place, count, metresMax, replyTo),
                ANSWER_PATIENCE,
                system.scheduler());
        return answer.thenApply(CellMessage.Answer::found);
    }
}
