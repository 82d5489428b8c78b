package io.parley.broker.storage.cassandra;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How many replicas a row has, as Cassandra's replication option of a keyspace. */
public final class Replication {
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final String cql;

    private Replication(String cql) {
        this.cql = cql;
    }

    /** For a single node, or nodes of one place. */
    public static Replication simple(int factor) {
        return new Replication("{'class': 'SimpleStrategy', 'replication_factor': " + checked(factor) + "}");
    }

    /** For real clusters. @param factors how many replicas in each datacenter */
    public static Replication byDatacenter(Map<String, Integer> factors) {
        if (factors.isEmpty()) {
            throw new IllegalArgumentException("replication names no datacenter");
        }
        for (String datacenter : factors.keySet()) {
            if (!DATACENTER.matcher(datacenter).matches()) {
                throw new IllegalArgumentException(
                        "datacenter '" + datacenter + "' is not 1 to 64 of A-Z a-z 0-9 _ . -");
            }
        }
        return new Replication(new TreeMap<>(factors)
                .entrySet().stream()
                        .map(entry -> ", '" + entry.getKey() + "': " + checked(entry.getValue()))
                        .collect(Collectors.joining("", "{'class': 'NetworkTopologyStrategy'", "}")));
    }

    private static int checked(int factor) {
        if (factor < 1 || factor > 9) {
            throw new IllegalArgumentException("replication factor is " + factor + ", allowed is 1..9");
        }
        return factor;
    }

    /** A CQL map literal. */
    String cql() {
        return cql;
    }

    @Override
    public String toString() {
        return cql;
    }
}
