package io.parley.simulator.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between apps and one broker, and can break or stall what passes through. One thread for all connections; the
 * public methods are safe from any thread and take effect there.
 */
public final class Relay implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final InetSocketAddress broker;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final List<Wire> wires = new ArrayList<>();
    private volatile boolean closed;

    private Relay(ServerSocketChannel listener, int brokerPort) throws IOException {
        this.listener = listener;
        this.broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort);
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "relay-" + brokerPort);
        thread.setDaemon(true);
    }

    /** Listens on a free port of its own. */
    public static Relay open(int brokerPort) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
        Relay relay = new Relay(listener, brokerPort);
        listener.register(relay.selector, SelectionKey.OP_ACCEPT);
        relay.thread.start();
        return relay;
    }

    public int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Breaks one in {@code oneIn} connections; 1 breaks all. Both ends see a reset. */
    public void cut(int oneIn) {
        order(() -> {
            for (int i = 0; i < wires.size(); i++) {
                if (i % oneIn == 0) {
                    wires.get(i).cut();
                }
            }
            wires.removeIf(Wire::isDead);
        });
    }

    /** Nothing passes any more, while the connections stay. */
    public void stall() {
        order(() -> wires.forEach(Wire::stall));
    }

    /** Undoes {@link #stall}; what was held passes on. */
    public void resume() {
        order(() -> wires.forEach(Wire::resume));
    }

    private void order(Runnable order) {
        orders.add(order);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                wires.removeIf(Wire::isDead);
            }
        } catch (IOException e) {
            System.err.println("relay to " + broker + " ended: " + e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            SocketChannel app = listener.accept();
            if (app != null) {
                accept(app);
            }
        } else if (key.attachment() instanceof Wire wire) {
            wire.serve(key);
        }
    }

    private void accept(SocketChannel app) throws IOException {
        app.configureBlocking(false);
        app.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel server = SocketChannel.open();
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Wire wire = new Wire(app, server, selector);
        try {
            wire.connect(broker);
            wires.add(wire);
        } catch (IOException refused) {
            wire.cut();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wires.forEach(Wire::cut);
        listener.close();
        selector.close();
    }
}
