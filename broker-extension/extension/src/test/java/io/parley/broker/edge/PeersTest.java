package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Calls;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.endpoint.Arrival;
import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who must go when an endpoint is signed out, or when a newer one is there. */
class PeersTest {
    private static final UserName ALICE = new UserName("alice");

    private final ScriptedWire wire = new ScriptedWire();
    private final EdgeRoom room = new EdgeRoom(
            EdgeSettings.DEFAULT,
            submissions -> {},
            NoOwners.HERE,
            (endpoint, kind, connection) -> {
                throw new AssertionError("nobody subscribes");
            },
            new Admission(EdgeSettings.DEFAULT, Optional::empty),
            new AckRouter(() -> 0),
            new Api(Calls.NONE, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE),
            new ScriptedTracks().room(),
            wire,
            EdgeObserver.NONE,
            Clock.systemUTC(),
            () -> 0,
            new Random(1),
            () -> new MessageId(1, 1));
    private long nanos = 1_000;
    private long connections;
    private final Peers peers = new Peers(() -> nanos);

    private Peer peer(EndpointId endpoint, String kind, long begunNanos, long at) {
        SignedIn signedIn = new SignedIn(
                ++connections,
                endpoint,
                EndpointKind.PARLEY,
                false,
                true,
                null,
                new Visit(kind, SignInPolicy.ANY, begunNanos, at, at));
        EndpointConnection connection = new EndpointConnection(
                connections, endpoint, EndpointKind.PARLEY, Batching.NONE, wire, Clock.systemUTC(), EdgeObserver.NONE);
        AckSender acks = new AckSender(wire, endpoint.clientId(), EndpointKind.PARLEY);
        return new Peer(
                signedIn,
                connection,
                new Answers(1, room.admission(), acks, EdgeObserver.NONE),
                new Inbox(connection, room.endpoints()),
                new PresenceTopics(connection, new ScriptedPresences(), 2),
                tracks(connection));
    }

    private TrackParts tracks(EndpointConnection connection) {
        TrackTopics topics = new TrackTopics(connection, room.location(), () -> 0);
        return new TrackParts(
                new TrackPublishing(connection, room.location(), true, 65_536),
                topics,
                new OwnTracksFriends(topics, room.location().friends()));
    }

    private Peer there(String clientId, String kind, long at) {
        Peer peer = peer(new EndpointId(ALICE, clientId), kind, 0, at);
        peers.add(peer);
        return peer;
    }

    private static Arrival arrival(String clientId, String kind, long at, SignInPolicy policy) {
        return new Arrival(new EndpointId(ALICE, clientId), kind, at, policy);
    }

    @Test
    void should_end_the_connection_of_who_is_signed_out_and_no_other() {
        Peer phone = there("phone", "", 1);
        there("laptop", "", 1);
        peers.signOut(new EndpointId(ALICE, "phone"));
        peers.signOut(new EndpointId(new UserName("bob"), "laptop"));
        assertThat(wire.signedOut).containsExactly("phone signed-out");
        assertThat(phone.connection().isSignedOut()).isTrue();
        assertThat(peers.of(ALICE)).containsExactly("laptop");
        assertThat(peers.remove(phone)).isTrue();
        assertThat(peers.count()).isEqualTo(1);
    }

    @Test
    void should_catch_a_sign_in_that_had_passed_the_directory_before_the_sign_out() {
        EndpointId phone = new EndpointId(ALICE, "phone");
        Peer early = peer(phone, "", 900, 1);
        peers.signOut(phone);
        peers.add(early);
        assertThat(wire.signedOut).containsExactly("phone signed-out");
        peers.remove(early);
        peers.add(peer(phone, "", 1_100, 2));
        assertThat(wire.signedOut).hasSize(1);
    }

    @Test
    void should_say_it_again_until_the_broker_has_ended_it() {
        Peer phone = there("phone", "", 1);
        peers.signOut(new EndpointId(ALICE, "phone"));
        peers.endAgain();
        assertThat(wire.signedOut).hasSize(2);
        peers.remove(phone);
        peers.endAgain();
        assertThat(wire.signedOut).hasSize(2);
    }

    @Test
    void should_end_the_older_of_a_kind_only() {
        there("phone", "phone", 1);
        there("laptop", "desktop", 1);
        there("sensor", "", 1);
        assertThat(peers.makeRoom(arrival("new-phone", "phone", 2, SignInPolicy.ONE_PER_KIND)))
                .isEmpty();
        assertThat(wire.signedOut).containsExactly("phone signed-in-elsewhere");
        assertThat(peers.makeRoom(arrival("new-sensor", "", 2, SignInPolicy.ONE_PER_KIND)))
                .isEmpty();
        assertThat(wire.signedOut).hasSize(1);
    }

    @Test
    void should_end_all_older_ones_under_the_policy_newest_and_itself_if_one_is_newer() {
        there("phone", "phone", 1);
        there("laptop", "desktop", 2);
        there("tablet", "", 9);
        assertThat(peers.makeRoom(arrival("web", "", 5, SignInPolicy.NEWEST)))
                .contains(arrival("tablet", "", 9, SignInPolicy.NEWEST));
        assertThat(wire.signedOut).containsExactlyInAnyOrder("phone signed-in-elsewhere", "laptop signed-in-elsewhere");
    }

    @Test
    void should_leave_exactly_one_of_two_that_arrive_at_once() {
        there("a", "", 5);
        there("b", "", 5);
        Optional<Arrival> newer = peers.makeRoom(arrival("a", "", 5, SignInPolicy.NEWEST));
        assertThat(newer).contains(arrival("b", "", 5, SignInPolicy.NEWEST));
        assertThat(peers.makeRoom(newer.orElseThrow())).isEmpty();
        assertThat(wire.signedOut).containsExactly("a signed-in-elsewhere");
    }

    @Test
    void should_not_end_the_successor_of_a_connection_that_is_being_taken_over() {
        there("phone", "", 1);
        there("phone", "", 9);
        assertThat(peers.makeRoom(arrival("web", "", 5, SignInPolicy.NEWEST))).isPresent();
        assertThat(wire.signedOut).isEmpty();
    }
}
