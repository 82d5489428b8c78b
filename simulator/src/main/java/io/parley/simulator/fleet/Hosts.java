package io.parley.simulator.fleet;

import io.parley.simulator.fault.Relay;
import java.io.IOException;
import java.sql.SQLException;

/** The processes that apps or phones live in, as faults see them. Safe from any thread. */
public interface Hosts {
    int hostCount();

    /** What stands between a host and a broker. */
    Relay relay(int host, int node);

    /** kill -9, and whatever it had said is heard. */
    void kill(int host) throws InterruptedException, IOException, SQLException;

    /** A new one in its place, with everybody who is to be there. */
    void restart(int host) throws IOException;
}
