package io.parley.cassandra;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.cassandra.locator.InetAddressAndPort;
import org.apache.cassandra.locator.SeedProvider;

/** The node is its own and only seed. Cassandra's own provider would read the configuration again, from a file. */
public final class LoneSeed implements SeedProvider {
    static final String SELF = "self";

    private final List<InetAddressAndPort> seeds;

    /** Called by Cassandra with the parameters of {@code seed_provider}. */
    public LoneSeed(Map<String, String> parameters) throws UnknownHostException {
        String self = Objects.requireNonNull(parameters.get(SELF), SELF);
        this.seeds = List.of(InetAddressAndPort.getByName(self));
    }

    @Override
    public List<InetAddressAndPort> getSeeds() {
        return seeds;
    }
}
