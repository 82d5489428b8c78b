package io.parley.broker.cluster;

import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Everything that travels between nodes, by hand: small, fast, and no class is made because a peer says so. The first
 * byte of each message is the version of its form; the manifest says which message it is. Pekko makes one per actor system and uses
 * it from many threads.
 */
public final class ClusterSerializer extends SerializerWithStringManifest {
    static final byte VERSION = 1;

    /** Among Pekko's serializers; must never change. */
    private static final int IDENTIFIER = 7_253;

    private final ExtendedActorSystem system;

    /** Called by Pekko. */
    public ClusterSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return ClusterCodec.of(message.getClass()).manifest();
    }

    @Override
    public byte[] toBinary(Object message) {
        WireWriter out = new WireWriter(resolver());
        out.putByte(VERSION);
        ClusterCodec.of(message.getClass()).write(message, out);
        return out.toBytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            WireReader in = new WireReader(bytes, resolver());
            byte version = in.getByte();
            if (version != VERSION) {
                throw new NotSerializableException("form " + version + " of " + manifest + ", this reads " + VERSION);
            }
            Object message = ClusterCodec.of(manifest).read(in);
            in.end();
            return message;
        } catch (IllegalArgumentException e) {
            NotSerializableException refused = new NotSerializableException(manifest + ": " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /** Not in the constructor: the system is still starting then. */
    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }
}
