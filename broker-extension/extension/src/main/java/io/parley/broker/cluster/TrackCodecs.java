package io.parley.broker.cluster;

import io.parley.broker.location.Grant;
import io.parley.broker.location.Granted;
import io.parley.broker.location.Need;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.TrackStatus;
import io.parley.protocol.Content;
import io.parley.protocol.Precision;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.LocationPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The binary forms of messages about tracks; as {@link ClusterCodec}. A point travels as the publisher wrote it. */
final class TrackCodecs {
    static final List<ClusterCodec<?>> ALL = List.of(
            new ClusterCodec<>(
                    TrackMessage.Join.class,
                    "tj",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.node());
                        out.putNumber(it.connection());
                        out.putUser(it.user());
                    },
                    in -> new TrackMessage.Join(getTrack(in), in.getRef(), in.getNumber(), in.getUser())),
            new ClusterCodec<>(
                    TrackMessage.Leave.class,
                    "tl",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.node());
                        out.putNumber(it.connection());
                    },
                    in -> new TrackMessage.Leave(getTrack(in), in.getRef(), in.getNumber())),
            new ClusterCodec<>(
                    TrackMessage.Point.class,
                    "tp",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.node());
                        out.putNumber(it.connection());
                        out.putUser(it.user());
                        out.putContent(it.body());
                    },
                    in -> {
                        TrackName track = getTrack(in);
                        return getPoint(track, in);
                    }),
            new ClusterCodec<>(
                    TrackMessage.Watch.class,
                    "tw",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.node());
                        out.putNumber(it.viewers().size());
                        it.viewers().forEach((user, need) -> {
                            out.putUser(user);
                            out.putText(need.code());
                        });
                    },
                    in -> new TrackMessage.Watch(getTrack(in), in.getRef(), getViewers(in))),
            new ClusterCodec<>(
                    TrackMessage.Refresh.class,
                    "tf",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.replyTo());
                    },
                    in -> new TrackMessage.Refresh(getTrack(in), in.getRef())),
            new ClusterCodec<>(
                    TrackMessage.Forget.class,
                    "td",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putNumber(it.until());
                        out.putRef(it.replyTo());
                    },
                    in -> new TrackMessage.Forget(getTrack(in), in.getNumber(), in.getRef())),
            new ClusterCodec<>(
                    TrackMessage.AskStatus.class,
                    "ts",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putRef(it.replyTo());
                    },
                    in -> new TrackMessage.AskStatus(getTrack(in), in.getRef())),
            new ClusterCodec<>(
                    HubMessage.Joined.class,
                    "hj",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putNumber(it.connection());
                        out.putNumber(it.periodMillis());
                        out.putRef(it.owner());
                    },
                    in -> new HubMessage.Joined(getTrack(in), in.getNumber(), in.getNumber(), in.getRef())),
            new ClusterCodec<>(
                    HubMessage.Refused.class,
                    "hr",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putNumber(it.connection());
                        out.putReason(it.refusal().reason());
                        out.putText(it.refusal().detail());
                    },
                    in -> new HubMessage.Refused(
                            getTrack(in), in.getNumber(), new Refusal(in.getReason(), in.getText()))),
            new ClusterCodec<>(
                    HubMessage.Period.class,
                    "hq",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putNumber(it.connection());
                        out.putNumber(it.periodMillis());
                    },
                    in -> new HubMessage.Period(getTrack(in), in.getNumber(), in.getNumber())),
            new ClusterCodec<>(
                    HubMessage.Granted.class,
                    "hg",
                    (it, out) -> putGranted(it.granted(), out),
                    in -> new HubMessage.Granted(getGranted(in))),
            new ClusterCodec<>(
                    HubMessage.Point.class,
                    "hp",
                    (it, out) -> {
                        out.putText(it.track().value());
                        out.putNumber(it.rights());
                        putPoint(it.point(), out);
                    },
                    in -> new HubMessage.Point(getTrack(in), in.getNumber(), getPoint(in))),
            new ClusterCodec<>(
                    HubMessage.Ended.class,
                    "he",
                    (it, out) -> out.putText(it.track().value()),
                    in -> new HubMessage.Ended(getTrack(in))),
            new ClusterCodec<>(
                    HubMessage.Moved.class,
                    "hm",
                    (it, out) -> out.putText(it.track().value()),
                    in -> new HubMessage.Moved(getTrack(in))),
            new ClusterCodec<>(
                    HubMessage.Done.class,
                    "hd",
                    (it, out) -> out.putText(it.track().value()),
                    in -> new HubMessage.Done(getTrack(in))),
            new ClusterCodec<>(
                    HubMessage.Status.class,
                    "hs",
                    (it, out) -> putStatus(it.status(), out),
                    in -> new HubMessage.Status(getStatus(in))));

    private TrackCodecs() {}

    private static TrackName getTrack(WireReader in) {
        return new TrackName(in.getText());
    }

    private static LocationPoint parse(Content body) {
        try {
            return LocationPoint.parse(body.toBytes());
        } catch (BadBodyException bad) {
            throw new IllegalArgumentException("a point: " + bad.getMessage(), bad);
        }
    }

    private static TrackMessage.Point getPoint(TrackName track, WireReader in) {
        return withBody(new TrackMessage.Join(track, in.getRef(), in.getNumber(), in.getUser()), in.getContent());
    }

    private static TrackMessage.Point withBody(TrackMessage.Join from, Content body) {
        return new TrackMessage.Point(from.track(), from.node(), from.connection(), from.user(), parse(body), body);
    }

    private static void putPoint(TrackPoint point, WireWriter out) {
        out.putUser(point.publisher());
        out.putContent(point.body());
    }

    private static TrackPoint getPoint(WireReader in) {
        UserName publisher = in.getUser();
        Content body = in.getContent();
        return new TrackPoint(publisher, parse(body), body);
    }

    private static void putNewest(@Nullable TrackPoint newest, WireWriter out) {
        out.putBoolean(newest != null);
        if (newest != null) {
            putPoint(newest, out);
        }
    }

    private static @Nullable TrackPoint getNewest(WireReader in) {
        return in.getBoolean() ? getPoint(in) : null;
    }

    private static Map<UserName, Need> getViewers(WireReader in) {
        Map<UserName, Need> viewers = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            UserName user = in.getUser();
            String code = in.getText();
            viewers.put(
                    user, Need.ofCode(code).orElseThrow(() -> new IllegalArgumentException("unknown need " + code)));
        }
        return Map.copyOf(viewers);
    }

    private static void putGranted(Granted granted, WireWriter out) {
        out.putText(granted.track().value());
        out.putNumber(granted.rights());
        out.putNumber(granted.listMillis());
        out.putNumber(granted.grants().size());
        granted.grants().forEach((user, grant) -> {
            out.putUser(user);
            out.putText(grant.precision().code());
            out.putNumber(grant.until());
        });
        putNewest(granted.newest(), out);
    }

    private static Granted getGranted(WireReader in) {
        TrackName track = getTrack(in);
        long rights = in.getNumber();
        long listMillis = in.getNumber();
        Map<UserName, Grant> grants = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            grants.put(in.getUser(), new Grant(getPrecision(in), in.getNumber()));
        }
        return new Granted(track, rights, listMillis, grants, getNewest(in));
    }

    private static Precision getPrecision(WireReader in) {
        String code = in.getText();
        return Precision.ofCode(code).orElseThrow(() -> new IllegalArgumentException("unknown precision " + code));
    }

    private static void putStatus(TrackStatus status, WireWriter out) {
        out.putNumber(status.periodMillis());
        out.putNumber(status.publishers());
        out.putNumber(status.close());
        out.putNumber(status.lists());
        out.putNumber(status.taken());
        out.putNumber(status.dropped().size());
        status.dropped().forEach((why, count) -> {
            out.putText(why);
            out.putNumber(count);
        });
        putNewest(status.newest(), out);
    }

    private static TrackStatus getStatus(WireReader in) {
        long period = in.getNumber();
        int publishers = (int) in.getNumber();
        int close = (int) in.getNumber();
        int lists = (int) in.getNumber();
        long taken = in.getNumber();
        Map<String, Long> dropped = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            dropped.put(in.getText(), in.getNumber());
        }
        return new TrackStatus(period, publishers, close, lists, taken, dropped, getNewest(in));
    }
}
