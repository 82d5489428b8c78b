package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.services.intializer.ClientInitializer;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.presence.PresenceSettings;
import io.parley.broker.presence.Presences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The established connections. Gives each its interceptors, just before its CONNACK leaves: no packet of the client is
 * read before that. One without a login gets none, and {@link TopicRights} then refuses all it sends.
 */
final class Connections implements ClientInitializer {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final EdgeRoom room;
    private final Handshakes handshakes;
    private final Wills wills;
    private final Peers peers;
    private final SignIns signIns;
    private final Presences presences;

    Connections(EdgeRoom room, Handshakes handshakes, Wills wills, Peers peers, SignIns signIns, Presences presences) {
        this.presences = presences;
        this.room = room;
        this.peers = peers;
        this.signIns = signIns;
        this.handshakes = handshakes;
        this.wills = wills;
    }

    @Override
    public void initialize(InitializerInput input, ClientContext context) {
        Handshake handshake = handshakes.of(input.getConnectionInformation());
        SignedIn signedIn = handshake.signedIn();
        if (signedIn == null) {
            LOG.error("A client came past the login and may do nothing");
            return;
        }
        EndpointConnection connection = new EndpointConnection(
                signedIn.connection(),
                signedIn.endpoint(),
                signedIn.kind(),
                signedIn.batches() ? new Batching(room.settings().limits()) : Batching.NONE,
                room.wire(),
                room.clock(),
                room.observer());
        AckSender acks = new AckSender(room.wire(), signedIn.endpoint().clientId(), signedIn.kind());
        Answers answers = new Answers(room.settings().limits().inFlightMax(), room.admission(), acks, room.observer());
        Inbox inbox = new Inbox(connection, room.endpoints());
        PresenceTopics presence = new PresenceTopics(connection, presences, PresenceSettings.DEFAULT.watchedMax());
        TrackParts tracks = tracks(connection, signedIn);
        Peer peer = new Peer(signedIn, connection, answers, inbox, presence, tracks);
        peers.add(peer);
        room.router().add(connection.number(), answers);
        if (!handshake.begin(peer)) {
            remove(peer);
            return;
        }
        signIns.arrived(signedIn);
        wills.returned(signedIn.endpoint());
        Requests requests = new Requests(room, connection, inbox);
        context.addPublishInboundInterceptor(
                new Ingress(room, connection, answers, acks, requests, tracks.publishing(), signedIn));
        context.addSubscribeInboundInterceptor(inbox);
        context.addSubackOutboundInterceptor(inbox);
        context.addUnsubscribeInboundInterceptor(inbox);
        context.addSubscribeInboundInterceptor(presence);
        context.addSubackOutboundInterceptor(presence);
        context.addUnsubscribeInboundInterceptor(presence);
        TrackSubscriptions subscriptions = new TrackSubscriptions(tracks.topics(), tracks.friends());
        tracks.topics().begin(context);
        context.addSubscribeInboundInterceptor(subscriptions);
        context.addSubackOutboundInterceptor(subscriptions);
        context.addUnsubscribeInboundInterceptor(subscriptions);
        if (signedIn.kind() == EndpointKind.PLAIN) {
            PlainReceipts receipts = new PlainReceipts(signedIn.endpoint().user(), inbox);
            context.addPublishOutboundInterceptor(receipts);
            context.addPubackInboundInterceptor(receipts);
        }
    }

    private TrackParts tracks(EndpointConnection connection, SignedIn signedIn) {
        LocationRoom location = room.location();
        TrackTopics topics = new TrackTopics(connection, location, room.nanoTime());
        return new TrackParts(
                new TrackPublishing(
                        connection,
                        location,
                        signedIn.mqtt5(),
                        room.settings().limits().controlBytesMax()),
                topics,
                new OwnTracksFriends(topics, location.friends()));
    }

    void remove(Peer peer) {
        if (peers.remove(peer)) {
            room.router().remove(peer.connection().number());
            peer.close();
            signIns.left(peer.signedIn());
        }
    }

    int count() {
        return peers.count();
    }

    void sendAway() {
        peers.forEach(peer -> room.wire().sendAway(peer.signedIn().endpoint().clientId()));
    }

    void closeAll() {
        peers.forEach(this::remove);
    }
}
