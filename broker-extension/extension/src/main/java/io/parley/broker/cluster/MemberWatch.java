package io.parley.broker.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * The guardian: follows who is in the cluster. When a node came back or is gone for good, owners may have committed what
 * never reached the sessions here, so these and those who watch users are told to look. It goes by the events alone: the cluster's own view lags
 * behind them.
 */
final class MemberWatch extends AbstractBehavior<ClusterDomainEvent> {
    private final NodeView view;
    private final UniqueAddress self;
    private final List<Member> up = new ArrayList<>();

    private MemberWatch(ActorContext<ClusterDomainEvent> context, NodeView view) {
        super(context);
        this.view = view;
        Cluster cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().uniqueAddress();
        // what is so already comes as events too
        cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), MemberEvent.class));
        cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), ReachableMember.class));
    }

    static Behavior<ClusterDomainEvent> create(NodeView view) {
        return Behaviors.setup(context -> new MemberWatch(context, view));
    }

    @Override
    public Receive<ClusterDomainEvent> createReceive() {
        return newReceiveBuilder()
                .onMessage(MemberEvent.class, event -> {
                    memberIs(event.member());
                    if (event instanceof MemberRemoved) {
                        view.newsMissed();
                    }
                    return this;
                })
                .onMessage(ReachableMember.class, event -> {
                    view.newsMissed();
                    return this;
                })
                .build();
    }

    private void memberIs(Member member) {
        up.removeIf(it -> it.uniqueAddress().equals(member.uniqueAddress()));
        boolean isUp = member.status().equals(MemberStatus.up());
        if (isUp) {
            up.add(member);
            up.sort(Comparator.comparingInt(Member::upNumber));
        }
        view.membersAre(up.stream().map(it -> it.address().hostPort()).toList());
        if (isUp && member.uniqueAddress().equals(self)) {
            view.isUp();
        }
    }
}
