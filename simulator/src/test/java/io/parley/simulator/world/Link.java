package io.parley.simulator.world;

/**
 * One connection. Each direction keeps its order; once it is cut nothing more arrives, and each end finds out in its own
 * time. The ends are called only while they are open.
 */
final class Link {
    private static final long CLIENT_NOTICES_MILLIS_MAX = 8_000;
    private static final long SERVER_NOTICES_MILLIS_MAX = 40_000;

    private final World world;
    private final long number;
    private final World.Lane up;
    private final World.Lane down;
    private final Runnable clientLost;
    private Runnable serverLost = () -> {};
    private boolean cut;
    private boolean clientOpen = true;
    private boolean serverOpen = true;

    Link(World world, long number, long millisMax, Runnable clientLost) {
        this.world = world;
        this.number = number;
        this.up = world.new Lane(millisMax);
        this.down = world.new Lane(millisMax);
        this.clientLost = clientLost;
    }

    long number() {
        return number;
    }

    void onServerLost(Runnable told) {
        serverLost = told;
    }

    void toServer(Runnable packet) {
        up.send(() -> {
            if (!cut && serverOpen) {
                packet.run();
            }
        });
    }

    void toClient(Runnable packet) {
        down.send(() -> {
            if (!cut && clientOpen) {
                packet.run();
            }
        });
    }

    /** The network fails. */
    void cut() {
        if (cut) {
            return;
        }
        cut = true;
        world.after(world.between(0, CLIENT_NOTICES_MILLIS_MAX), this::clientNotices);
        world.after(world.between(0, SERVER_NOTICES_MILLIS_MAX), this::serverNotices);
    }

    /** The app closes it, or its process ends: what it wrote before still arrives. */
    void closedByClient() {
        clientOpen = false;
        up.send(this::serverNotices);
    }

    /** The server closes it, or dies. */
    void closedByServer() {
        serverOpen = false;
        down.send(this::clientNotices);
    }

    private void clientNotices() {
        if (clientOpen) {
            clientOpen = false;
            clientLost.run();
        }
    }

    private void serverNotices() {
        if (serverOpen) {
            serverOpen = false;
            serverLost.run();
        }
    }

    boolean isUp() {
        return !cut && clientOpen && serverOpen;
    }
}
