package io.parley.cassandra;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All there is to choose about the node. An instance is valid: the constructor refuses with every fault at once.
 *
 * @param dataDir the one folder that holds all state; made absolute
 * @param cqlPort where CQL is served, 1..65535
 * @param storagePort where Cassandra's own protocol listens, 1..65535, other than {@code cqlPort}
 * @param bind a numeric address; outside loopback only together with {@code passwordFile}
 * @param heapMb the JVM's heap in MiB, at least {@value #HEAP_MB_MIN}
 * @param commitlogSync when writes reach the disk
 * @param passwordFile where the secret of the role {@code parley} is kept; empty means CQL asks for no login
 * @param exitWithStdin whether the node stops when its standard input ends, as it does when its parent dies
 */
public record CassandraSettings(
        Path dataDir,
        int cqlPort,
        int storagePort,
        String bind,
        int heapMb,
        CommitlogSync commitlogSync,
        Optional<Path> passwordFile,
        boolean exitWithStdin) {

    public static final String BIND_DEFAULT = "127.0.0.1";
    public static final int CQL_PORT_DEFAULT = 9042;
    public static final int STORAGE_PORT_DEFAULT = 7000;
    public static final int HEAP_MB_DEFAULT = 1024;
    /** Below this Cassandra's own pools leave no room for a memtable. */
    public static final int HEAP_MB_MIN = 256;

    public static final CommitlogSync COMMITLOG_SYNC_DEFAULT = CommitlogSync.REQUEST;

    private static final int PORT_MAX = 65_535;
    /** Numeric only: a name would be looked up, and could come to mean another address. */
    private static final Pattern NUMERIC_ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    public CassandraSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        passwordFile = passwordFile.map(file -> file.toAbsolutePath().normalize());
        List<String> faults = faults(cqlPort, storagePort, bind, heapMb, passwordFile.isPresent());
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** The defaults on {@code dataDir}: loopback, usual ports, 1 GiB, no password, lives on without its parent. */
    public static CassandraSettings in(Path dataDir) {
        return new CassandraSettings(
                dataDir,
                CQL_PORT_DEFAULT,
                STORAGE_PORT_DEFAULT,
                BIND_DEFAULT,
                HEAP_MB_DEFAULT,
                COMMITLOG_SYNC_DEFAULT,
                Optional.empty(),
                false);
    }

    static List<String> faults(int cqlPort, int storagePort, String bind, int heapMb, boolean password) {
        List<String> faults = new ArrayList<>();
        portFault("cql port", cqlPort, faults);
        portFault("storage port", storagePort, faults);
        if (cqlPort == storagePort) {
            faults.add("cql port and storage port are both " + cqlPort);
        }
        if (heapMb < HEAP_MB_MIN) {
            faults.add("heap is " + heapMb + " MiB, at least " + HEAP_MB_MIN + " is needed");
        }
        bindFault(bind, password, faults);
        return List.copyOf(faults);
    }

    private static void portFault(String name, int port, List<String> faults) {
        if (port < 1 || port > PORT_MAX) {
            faults.add(name + " is " + port + ", allowed is 1.." + PORT_MAX);
        }
    }

    private static void bindFault(String bind, boolean password, List<String> faults) {
        if (!NUMERIC_ADDRESS.matcher(bind).matches()) {
            faults.add("bind is '" + bind + "', a numeric address is needed");
            return;
        }
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (address.isAnyLocalAddress()) {
                faults.add("bind is " + bind + ", one address is needed, not all of them");
            } else if (!address.isLoopbackAddress() && !password) {
                faults.add("bind is " + bind + ", which others can reach: a password file is needed");
            }
        } catch (UnknownHostException notAnAddress) {
            faults.add("bind is '" + bind + "', a numeric address is needed");
        }
    }
}
