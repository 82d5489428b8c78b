package io.parley.broker.cluster;

import io.parley.broker.location.nearest.Free;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import java.util.ArrayList;
import java.util.List;

/** The binary forms of messages about free drivers; as {@link ClusterCodec}. A number with a fraction travels as its 64 bits. */
final class CellCodecs {
    static final List<ClusterCodec<?>> ALL = List.of(
            new ClusterCodec<>(
                    CellMessage.Put.class,
                    "lp",
                    (it, out) -> {
                        Free free = it.free();
                        out.putNumber(it.cell());
                        out.putText(free.fleet().value());
                        out.putUser(free.driver());
                        putPlace(free.place(), out);
                        out.putNumber(free.at());
                        out.putNumber(free.until());
                    },
                    in -> new CellMessage.Put(
                            in.getNumber(),
                            new Free(getFleet(in), in.getUser(), getPlace(in), in.getNumber(), in.getNumber()))),
            new ClusterCodec<>(
                    CellMessage.Gone.class,
                    "lg",
                    (it, out) -> {
                        out.putNumber(it.cell());
                        out.putText(it.fleet().value());
                        out.putUser(it.driver());
                        out.putNumber(it.at());
                    },
                    in -> new CellMessage.Gone(in.getNumber(), getFleet(in), in.getUser(), in.getNumber())),
            new ClusterCodec<>(
                    CellMessage.Ask.class,
                    "lq",
                    (it, out) -> {
                        out.putNumber(it.cell());
                        out.putText(it.fleet().value());
                        putPlace(it.place(), out);
                        out.putNumber(it.count());
                        putDouble(it.metresMax(), out);
                        out.putRef(it.replyTo());
                    },
                    in -> new CellMessage.Ask(
                            in.getNumber(),
                            getFleet(in),
                            getPlace(in),
                            (int) in.getNumber(),
                            getDouble(in),
                            in.getRef())),
            new ClusterCodec<>(
                    CellMessage.Answer.class,
                    "la",
                    (it, out) -> {
                        out.putNumber(it.found().size());
                        it.found().forEach(found -> {
                            out.putUser(found.driver());
                            putPlace(found.place(), out);
                            out.putNumber(found.at());
                            putDouble(found.metres(), out);
                        });
                    },
                    in -> {
                        List<Free.Found> found = new ArrayList<>();
                        for (int left = in.getCount(); left > 0; left--) {
                            found.add(new Free.Found(in.getUser(), getPlace(in), in.getNumber(), getDouble(in)));
                        }
                        return new CellMessage.Answer(found);
                    }));

    private CellCodecs() {}

    private static GroupName getFleet(WireReader in) {
        return new GroupName(in.getText());
    }

    private static void putPlace(Position place, WireWriter out) {
        putDouble(place.lat(), out);
        putDouble(place.lon(), out);
    }

    private static Position getPlace(WireReader in) {
        return new Position(getDouble(in), getDouble(in));
    }

    private static void putDouble(double value, WireWriter out) {
        out.putNumber(Double.doubleToLongBits(value));
    }

    private static double getDouble(WireReader in) {
        return Double.longBitsToDouble(in.getNumber());
    }
}
