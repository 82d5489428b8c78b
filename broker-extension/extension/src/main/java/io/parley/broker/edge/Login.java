package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.edge.EdgeObserver.LoginOutcome;
import io.parley.broker.identity.Gatekeeper;
import io.parley.broker.storage.Health;
import io.parley.broker.storage.KnownEndpoint;
import io.parley.broker.storage.SignInTerms;
import io.parley.protocol.Address;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Headers;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides every CONNECT: user name and password, then whether the endpoint is signed out, whether the client id is free for this user, then whether the will
 * is one the user may send. HiveMQ ends an older connection of the client id only after this said yes.
 *
 * <p>Starts on an extension thread, is decided on a login thread of {@link Gatekeeper}.
 */
final class Login implements SimpleAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    /** Longer than any login may wait in the gatekeeper's slow lane. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EdgeRoom room;
    private final Gatekeeper gatekeeper;
    private final SignIns signIns;
    private final Handshakes handshakes;
    private final ClientIds clientIds;
    private final Health node;
    private final AtomicLong connections = new AtomicLong();

    /** @param node why nobody may come in at the moment, if so */
    Login(
            EdgeRoom room,
            Gatekeeper gatekeeper,
            SignIns signIns,
            Handshakes handshakes,
            ClientIds clientIds,
            Health node) {
        this.signIns = signIns;
        this.node = node;
        this.room = room;
        this.gatekeeper = gatekeeper;
        this.handshakes = handshakes;
        this.clientIds = clientIds;
    }

    /** A no: what the client is told, and how it is counted. */
    private record Denial(LoginOutcome outcome, ConnackReasonCode code, String reason) {}

    private static final Denial WRONG =
            new Denial(LoginOutcome.DENIED, ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "wrong user name or password");

    private static final Denial SIGNED_OUT =
            new Denial(LoginOutcome.SIGNED_OUT, ConnackReasonCode.NOT_AUTHORIZED, Peers.SIGNED_OUT);

    private static final Denial CLOSED = new Denial(
            LoginOutcome.UNAVAILABLE, ConnackReasonCode.SERVER_UNAVAILABLE, "this node takes no clients right now");

    /**
     * What was found out about a CONNECT.
     *
     * @param begunNanos before anything was read
     */
    private record Finding(Gatekeeper.Verdict verdict, SignInTerms terms, long begunNanos) {}

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectPacket connect = input.getConnectPacket();
        Denial malformed = node.fault().isPresent() ? CLOSED : checkForm(connect);
        if (malformed != null) {
            deny(output, malformed);
            return;
        }
        UserName user = UserName.parse(connect.getUserName().orElse("")).orElse(null);
        if (user == null) {
            deny(output, WRONG);
            return;
        }
        Async<SimpleAuthOutput> async = output.async(
                PATIENCE, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_BUSY, "login took too long, try again");
        long begunNanos = room.nanoTime().getAsLong();
        Optional<InetAddress> address = input.getConnectionInformation().getInetAddress();
        gatekeeper
                .signIn(
                        user,
                        bytes(connect.getPassword()),
                        address.isEmpty() ? "" : address.get().getHostAddress())
                .thenCombine(
                        signIns.terms(new EndpointId(user, connect.getClientId())),
                        (verdict, terms) -> new Finding(verdict, terms, begunNanos))
                .whenComplete((finding, failure) -> decide(input, async, user, finding, failure));
    }

    private static @Nullable Denial checkForm(ConnectPacket connect) {
        if (connect.getAuthenticationMethod().isPresent()) {
            return new Denial(
                    LoginOutcome.DENIED,
                    ConnackReasonCode.BAD_AUTHENTICATION_METHOD,
                    "sign in with user name and password");
        }
        if (connect.getUserName().isEmpty() || connect.getPassword().isEmpty()) {
            return new Denial(
                    LoginOutcome.DENIED, ConnackReasonCode.NOT_AUTHORIZED, "user name and password are required");
        }
        int length = connect.getClientId().length();
        if (length == 0 || length > EndpointId.CLIENT_ID_LENGTH_MAX) {
            return new Denial(
                    LoginOutcome.DENIED,
                    ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    "client id has " + length + " characters, at most " + EndpointId.CLIENT_ID_LENGTH_MAX);
        }
        return connect.getWillPublish().isPresent()
                ? new Denial(LoginOutcome.DENIED, ConnackReasonCode.UNSPECIFIED_ERROR, "the will was not taken out")
                : null;
    }

    private void decide(
            SimpleAuthInput input,
            Async<SimpleAuthOutput> async,
            UserName user,
            @Nullable Finding finding,
            @Nullable Throwable failure) {
        if (async.getStatus() != Async.Status.RUNNING) {
            return;
        }
        SimpleAuthOutput output = async.getOutput();
        try {
            Denial denial = failure != null
                    ? new Denial(
                            LoginOutcome.UNAVAILABLE,
                            ConnackReasonCode.SERVER_UNAVAILABLE,
                            "accounts cannot be read right now")
                    : denial(input, user, Objects.requireNonNull(finding));
            if (denial == null) {
                room.observer().loginEnded(LoginOutcome.ACCEPTED);
                output.authenticateSuccessfully();
            } else {
                deny(output, denial);
            }
        } catch (RuntimeException bug) {
            LOG.error("A login of {} was refused because of a fault here", user, bug);
            room.observer().guardTripped();
            output.failAuthentication(ConnackReasonCode.UNSPECIFIED_ERROR, "internal error");
        } finally {
            async.resume();
        }
    }

    private @Nullable Denial denial(SimpleAuthInput input, UserName user, Finding finding) {
        return switch (finding.verdict()) {
            case DENIED -> WRONG;
            case BUSY ->
                new Denial(LoginOutcome.BUSY, ConnackReasonCode.SERVER_BUSY, "too many logins are waiting, try again");
            case GRANTED -> finding.terms().isSignedOut() ? SIGNED_OUT : welcome(input, user, finding);
        };
    }

    private @Nullable Denial welcome(SimpleAuthInput input, UserName user, Finding finding) {
        ConnectionInformation connection = input.getConnectionInformation();
        ConnectPacket connect = input.getConnectPacket();
        Handshake handshake = handshakes.of(connection);
        WillPublishPacket willPacket = handshake.willPacket();
        Will will = null;
        if (willPacket != null) {
            Refusal[] refusal = {null};
            will = readWill(user, willPacket, refusal);
            if (will == null && refusal[0] != null) {
                return new Denial(
                        LoginOutcome.WILL_REFUSED,
                        ConnackReasonCode.NOT_AUTHORIZED,
                        "will: " + Objects.requireNonNull(refusal[0]).reasonString());
            }
        }
        if (!clientIds.claim(connect.getClientId(), user)) {
            return new Denial(
                    LoginOutcome.CLIENT_ID_IN_USE,
                    ConnackReasonCode.NOT_AUTHORIZED,
                    "this client id is in use by another user");
        }
        boolean parley = says(connect, Headers.PARLEY, Headers.PARLEY_VERSION);
        SignedIn signedIn = new SignedIn(
                connections.incrementAndGet(),
                new EndpointId(user, connect.getClientId()),
                parley ? EndpointKind.PARLEY : EndpointKind.PLAIN,
                parley && says(connect, Headers.BATCH, Headers.BATCH_VERSION),
                connection.getMqttVersion() == MqttVersion.V_5,
                will,
                signIns.visit(finding.terms(), kind(connect), finding.begunNanos()));
        if (!handshake.signIn(signedIn)) {
            clientIds.release(connect.getClientId(), user);
            return new Denial(LoginOutcome.DENIED, ConnackReasonCode.UNSPECIFIED_ERROR, "the connection is gone");
        }
        return null;
    }

    /** Null, without a refusal, for one that nobody has to be sent. */
    private @Nullable Will readWill(UserName user, WillPublishPacket packet, @Nullable Refusal[] refusal) {
        Address address =
                Topics.parse(packet.getTopic(), why -> refusal[0] = why).orElse(null);
        if (address == null) {
            return null;
        }
        if (address instanceof Address.OwnTracks it && it.topic().user().equals(user)) {
            return null; // an app says so that it is gone; whoever watches sees as much
        }
        ConversationId conversation = address.<@Nullable ConversationId>match(
                chat -> ConversationId.chat(user, chat.peer()),
                group -> ConversationId.group(group.group()),
                typing -> null,
                receipts -> null,
                track -> null,
                ownTracks -> null,
                api -> null);
        if (conversation == null) {
            refusal[0] = new Refusal(Reason.NOT_ALLOWED, "a will must be a message, to chat/{user} or group/{group}");
            return null;
        }
        MessageReader reader = new MessageReader(user, room.settings().limits(), room.newIds());
        refusal[0] = reader.read(packet);
        if (refusal[0] != null) {
            return null;
        }
        MessageId id = Objects.requireNonNull(reader.id());
        long seconds =
                Math.min(packet.getWillDelay(), room.settings().willDelayMax().toSeconds());
        return new Will(
                conversation,
                id,
                reader.after(),
                reader.expiryMillis(),
                reader.contentType(),
                reader.content(),
                Duration.ofSeconds(seconds));
    }

    private static boolean says(ConnectPacket connect, String name, String value) {
        for (UserProperty property : connect.getUserProperties().asList()) {
            if (property.getName().equals(name) && property.getValue().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String kind(ConnectPacket connect) {
        String kind = connect.getUserProperties().getFirst(Headers.KIND).orElse("");
        return kind.length() <= KnownEndpoint.KIND_LENGTH_MAX && kind.matches("[a-z0-9-]*") ? kind : "";
    }

    private void deny(SimpleAuthOutput output, Denial denial) {
        room.observer().loginEnded(denial.outcome());
        output.failAuthentication(denial.code(), denial.reason());
    }

    private static byte[] bytes(Optional<ByteBuffer> password) {
        ByteBuffer buffer = password.orElseThrow().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
