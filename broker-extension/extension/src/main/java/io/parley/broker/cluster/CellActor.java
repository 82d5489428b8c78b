package io.parley.broker.cluster;

import io.parley.broker.location.nearest.Cells;
import io.parley.broker.location.nearest.FreeDrivers;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * The shell around the {@link FreeDrivers} of one coarse cell. Nothing of it is stored: who is free says so again and again,
 * so an entity that moved knows them all before long.
 */
final class CellActor extends AbstractBehavior<CellMessage> {
    private static final Duration FORGET_PAUSE = Duration.ofSeconds(20);

    private final long cell;
    private final Clock clock;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final FreeDrivers drivers;

    private CellActor(
            ActorContext<CellMessage> context,
            long cell,
            Cells cells,
            Clock clock,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(context);
        this.cell = cell;
        this.clock = clock;
        this.shard = shard;
        this.drivers = new FreeDrivers(cells);
    }

    static Behavior<CellMessage> create(
            long cell, Cells cells, Clock clock, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new CellMessage.Due(cell), FORGET_PAUSE);
            return new CellActor(context, cell, cells, clock, shard);
        }));
    }

    @Override
    public Receive<CellMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(CellMessage.Put.class, it -> {
                    boolean room = drivers.put(it.free());
                    if (!room) {
                        getContext()
                                .getLog()
                                .warn("Cell {} has {} free drivers, no room for more", cell, FreeDrivers.DRIVERS_MAX);
                    }
                    return this;
                })
                .onMessage(CellMessage.Gone.class, it -> {
                    drivers.remove(it.fleet(), it.driver(), it.at());
                    return this;
                })
                .onMessage(CellMessage.Ask.class, it -> {
                    it.replyTo()
                            .tell(new CellMessage.Answer(drivers.nearest(
                                    it.fleet(), it.place(), it.count(), it.metresMax(), clock.millis())));
                    return this;
                })
                .onMessage(CellMessage.Due.class, it -> {
                    drivers.expire(clock.millis());
                    if (drivers.isEmpty()) {
                        shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
                    }
                    return this;
                })
                .build();
    }
}
