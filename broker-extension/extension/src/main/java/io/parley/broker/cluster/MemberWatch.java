package io.parley.broker.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * The guardian: follows who is in the cluster. When a node came back or is gone for good, owners may have committed what
 * never reached the sessions here, so these are told to look.
 */
final class MemberWatch {
    private MemberWatch() {}

    static Behavior<ClusterEvent.ClusterDomainEvent> create(NodeView view) {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions().tell(Subscribe.create(context.getSelf().narrow(), ClusterEvent.MemberEvent.class));
            cluster.subscriptions()
                    .tell(Subscribe.create(context.getSelf().narrow(), ClusterEvent.ReachableMember.class));
            return Behaviors.receive(ClusterEvent.ClusterDomainEvent.class)
                    .onMessage(ClusterEvent.MemberRemoved.class, event -> {
                        view.tellSessions(new EndpointActor.NewsMissed());
                        return look(cluster, view);
                    })
                    .onMessage(ClusterEvent.ReachableMember.class, event -> {
                        view.tellSessions(new EndpointActor.NewsMissed());
                        return look(cluster, view);
                    })
                    .onMessage(ClusterEvent.MemberEvent.class, event -> look(cluster, view))
                    .build();
        });
    }

    private static Behavior<ClusterEvent.ClusterDomainEvent> look(Cluster cluster, NodeView view) {
        List<Member> up = StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .sorted(Comparator.comparingInt(Member::upNumber))
                .toList();
        view.membersAre(up.stream().map(member -> member.address().hostPort()).toList());
        if (up.stream()
                .anyMatch(member ->
                        member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))) {
            view.isUp();
        }
        return Behaviors.same();
    }
}
