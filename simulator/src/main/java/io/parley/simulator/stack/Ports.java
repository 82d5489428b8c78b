package io.parley.simulator.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Ports nobody listens on. Below the range Linux gives to outgoing connections, so that none of those takes them. */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int LAST = 31_000;
    private static final int TRIES_MAX = 1_000;

    private Ports() {}

    /**
     * @param count how many
     * @param inARow how many in a row must be free from each of them on
     */
    public static List<Integer> free(int count, int inARow) throws IOException {
        SplittableRandom random =
                new SplittableRandom(System.nanoTime() ^ ProcessHandle.current().pid());
        List<Integer> ports = new ArrayList<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == TRIES_MAX) {
                throw new IOException("no " + count + " free ports found in " + FIRST + ".." + LAST);
            }
            int port = random.nextInt(FIRST, LAST);
            boolean apart = ports.stream().allMatch(it -> Math.abs(it - port) >= inARow);
            if (apart && areFree(port, inARow)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
