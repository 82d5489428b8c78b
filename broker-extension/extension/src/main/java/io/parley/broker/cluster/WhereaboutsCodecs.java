package io.parley.broker.cluster;

import io.parley.broker.endpoint.Arrival;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.UserName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The binary forms of messages about who is connected where; as {@link ClusterCodec}. */
final class WhereaboutsCodecs {
    static final List<ClusterCodec<?>> ALL = List.of(
            new ClusterCodec<>(
                    GatewayMessage.SignOut.class,
                    "gs",
                    (it, out) -> out.putEndpoint(it.endpoint()),
                    in -> new GatewayMessage.SignOut(in.getEndpoint())),
            new ClusterCodec<>(
                    GatewayMessage.Arrived.class,
                    "gn",
                    (it, out) -> {
                        Arrival arrival = it.arrival();
                        out.putEndpoint(arrival.endpoint());
                        out.putText(arrival.kind());
                        out.putNumber(arrival.at());
                        out.putText(arrival.policy().code());
                    },
                    in -> new GatewayMessage.Arrived(
                            new Arrival(in.getEndpoint(), in.getText(), in.getNumber(), getPolicy(in)))),
            new ClusterCodec<>(
                    GatewayMessage.TracksOf.class,
                    "gt",
                    (it, out) -> {
                        out.putNumber(it.users().size());
                        it.users().forEach(out::putUser);
                    },
                    in -> new GatewayMessage.TracksOf(
                            getTexts(in).stream().map(UserName::new).collect(Collectors.toUnmodifiableSet()))),
            new ClusterCodec<>(
                    GatewayMessage.AskConnected.class,
                    "gq",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putRef(it.replyTo());
                    },
                    in -> new GatewayMessage.AskConnected(in.getUser(), in.getRef())),
            new ClusterCodec<>(
                    GatewayMessage.Connected.class,
                    "gc",
                    (it, out) -> {
                        out.putNumber(it.clientIds().size());
                        it.clientIds().forEach(out::putText);
                    },
                    in -> new GatewayMessage.Connected(getTexts(in))),
            new ClusterCodec<>(
                    UserMessage.Watch.class,
                    "uw",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putRef(it.watcher());
                    },
                    in -> new UserMessage.Watch(in.getUser(), in.getRef())),
            new ClusterCodec<>(
                    UserMessage.Unwatch.class,
                    "uu",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putRef(it.watcher());
                    },
                    in -> new UserMessage.Unwatch(in.getUser(), in.getRef())),
            new ClusterCodec<>(
                    UserMessage.AskPresence.class,
                    "ua",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putRef(it.replyTo());
                    },
                    in -> new UserMessage.AskPresence(in.getUser(), in.getRef())),
            new ClusterCodec<>(
                    WatcherMessage.Told.class,
                    "wt",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putBoolean(it.presence().online());
                        out.putNumber(it.presence().at());
                    },
                    in -> new WatcherMessage.Told(in.getUser(), new Presence(in.getBoolean(), in.getNumber()))),
            new ClusterCodec<>(
                    WatcherMessage.Forgotten.class,
                    "wf",
                    (it, out) -> out.putUser(it.user()),
                    in -> new WatcherMessage.Forgotten(in.getUser())));

    private WhereaboutsCodecs() {}

    private static SignInPolicy getPolicy(WireReader in) {
        String code = in.getText();
        return SignInPolicy.ofCode(code).orElseThrow(() -> new IllegalArgumentException("unknown policy " + code));
    }

    private static Set<String> getTexts(WireReader in) {
        Set<String> texts = new HashSet<>();
        for (int left = in.getCount(); left > 0; left--) {
            texts.add(in.getText());
        }
        return Set.copyOf(texts);
    }
}
