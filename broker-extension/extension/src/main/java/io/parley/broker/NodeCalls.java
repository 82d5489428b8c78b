package io.parley.broker;

import io.parley.broker.amend.AmendmentCalls;
import io.parley.broker.api.Call;
import io.parley.broker.api.Calls;
import io.parley.broker.cluster.ClusterNode;
import io.parley.broker.contact.BlockCalls;
import io.parley.broker.contact.ChatStandings;
import io.parley.broker.contact.ContactCalls;
import io.parley.broker.contact.ContactLimits;
import io.parley.broker.contact.ContactList;
import io.parley.broker.contact.Policies;
import io.parley.broker.contact.ProfileCalls;
import io.parley.broker.contact.UserCalls;
import io.parley.broker.conversation.Proposals;
import io.parley.broker.conversation.Submission;
import io.parley.broker.endpoint.EndpointCalls;
import io.parley.broker.group.GroupCalls;
import io.parley.broker.group.GroupReads;
import io.parley.broker.group.GroupStandings;
import io.parley.broker.history.History;
import io.parley.broker.history.MessageCalls;
import io.parley.broker.history.RemovedCalls;
import io.parley.broker.list.ConversationList;
import io.parley.broker.list.ListCalls;
import io.parley.broker.list.Standing;
import io.parley.broker.presence.PresenceCalls;
import io.parley.broker.presence.PresenceRights;
import io.parley.broker.schedule.ScheduleCalls;
import io.parley.broker.schedule.Sending;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.EndpointId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The part of the composition root that makes the calls. */
final class NodeCalls {
    /** Client id of what the scheduler sends; no endpoint of that name is left out when it is delivered. */
    private static final String SCHEDULER = "$schedule";

    private NodeCalls() {}

    /** @param more made elsewhere */
    static Calls of(CassandraStorage storage, ClusterNode cluster, List<Call> more, Clock clock) {
        List<Call> calls = new ArrayList<>();
        calls.addAll(ofConversations(storage, cluster, clock));
        calls.addAll(ofPeople(storage, cluster, clock));
        calls.addAll(more);
        return new Calls(calls);
    }

    private static List<Call> ofConversations(CassandraStorage storage, ClusterNode cluster, Clock clock) {
        History history = new History(cluster, storage.conversations(), storage.hidden());
        Standing.Source groups = new GroupStandings(storage.groups());
        Standing.Source chats = new ChatStandings(
                storage.contacts(), storage.profiles(), new Policies(storage.profiles(), storage.contacts()), clock);
        ConversationList list = new ConversationList(
                storage.endpoints(),
                storage.lists(),
                cluster,
                history,
                storage.conversations(),
                storage.amendments(),
                (conversation, viewer) -> (conversation.isGroup() ? groups : chats).of(conversation, viewer));
        return Stream.of(
                        new MessageCalls(cluster, history, storage.hidden(), storage.amendments(), cluster, clock)
                                .calls(),
                        new RemovedCalls(storage.hidden(), clock).calls(),
                        new AmendmentCalls(cluster, history, storage.groups(), storage.amendments(), clock).calls(),
                        new ListCalls(list, storage.lists(), storage.hidden(), cluster, cluster, clock).calls(),
                        new ScheduleCalls(storage.schedules(), clock).calls())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Call> ofPeople(CassandraStorage storage, ClusterNode cluster, Clock clock) {
        ProfileStore profiles = storage.profiles();
        ContactStore contacts = storage.contacts();
        Policies policies = new Policies(profiles, contacts);
        Proposals proposals = new Proposals(cluster, storage.conversations());
        GroupCalls.Consent mayAdd = (by, user) -> policies.allows(user, by, Profile::addable);
        GroupCalls.Consent mayInvite = (by, user) -> policies.mayAsk(user, by);
        return Stream.of(
                        new GroupCalls(proposals, mayAdd, mayInvite, clock).calls(),
                        new GroupReads(storage.groups(), storage.endpoints()).calls(),
                        new ContactCalls(proposals, contacts, ContactLimits.DEFAULT, clock).calls(),
                        new BlockCalls(cluster, profiles, contacts, clock).calls(),
                        new ContactList(contacts, profiles, policies, clock).calls(),
                        new ProfileCalls(profiles, policies, cluster).calls(),
                        new UserCalls(profiles, policies).calls(),
                        new EndpointCalls(storage.directory(), cluster.connections(), clock).calls(),
                        new PresenceCalls(cluster.presences(), presenceRights(storage)).calls())
                .flatMap(List::stream)
                .toList();
    }

    static PresenceRights presenceRights(CassandraStorage storage) {
        Policies policies = new Policies(storage.profiles(), storage.contacts());
        return (watched, viewer) -> policies.allows(watched, viewer, Profile::presence);
    }

    static Sending sending(CassandraStorage storage, ClusterNode cluster, Clock clock) {
        return new Sending(
                storage.schedules(),
                message -> cluster.propose(new Submission(
                        message.conversation(),
                        new EndpointId(message.user(), SCHEDULER),
                        0,
                        message.id(),
                        null,
                        0,
                        message.contentType(),
                        message.content())),
                over -> cluster.tell(over.message().user(), "scheduled", ScheduleCalls.event(over)),
                clock);
    }
}
