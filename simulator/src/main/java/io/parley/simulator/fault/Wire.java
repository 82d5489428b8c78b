package io.parley.simulator.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One relayed connection: what one end writes waits in a bounded buffer until the other takes it. Relay thread only. */
final class Wire {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final SocketChannel app;
    private final SocketChannel server;
    private final SelectionKey appKey;
    private final SelectionKey serverKey;
    private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer toApp = ByteBuffer.allocate(BUFFER_BYTES);
    private boolean connected;
    private boolean stalled;
    private boolean dead;

    Wire(SocketChannel app, SocketChannel server, Selector selector) throws IOException {
        this.app = app;
        this.server = server;
        this.appKey = app.register(selector, 0, this);
        this.serverKey = server.register(selector, 0, this);
    }

    void connect(InetSocketAddress broker) throws IOException {
        connected = server.connect(broker);
        wish();
    }

    boolean isDead() {
        return dead;
    }

    void stall() {
        stalled = true;
        wish();
    }

    void resume() {
        stalled = false;
        wish();
    }

    void serve(SelectionKey key) {
        try {
            if (key == serverKey && !connected && key.isConnectable()) {
                connected = server.finishConnect();
            }
            if (connected && !stalled) {
                pass(app, toServer, server);
                pass(server, toApp, app);
            }
            wish();
        } catch (IOException broken) {
            cut();
        }
    }

    private static void pass(SocketChannel from, ByteBuffer buffer, SocketChannel to) throws IOException {
        int read = from.read(buffer);
        buffer.flip();
        while (buffer.hasRemaining() && to.write(buffer) > 0) {
            // Until the other end takes no more.
        }
        buffer.compact();
        if (read < 0) {
            throw new IOException("closed");
        }
    }

    /** Says to the selector what can be done now. */
    private void wish() {
        if (dead || !appKey.isValid() || !serverKey.isValid()) {
            return;
        }
        if (!connected) {
            appKey.interestOps(0);
            serverKey.interestOps(SelectionKey.OP_CONNECT);
        } else if (stalled) {
            appKey.interestOps(0);
            serverKey.interestOps(0);
        } else {
            appKey.interestOps(readIf(toServer) | writeIf(toApp));
            serverKey.interestOps(readIf(toApp) | writeIf(toServer));
        }
    }

    private static int readIf(ByteBuffer buffer) {
        return buffer.hasRemaining() ? SelectionKey.OP_READ : 0;
    }

    private static int writeIf(ByteBuffer buffer) {
        return buffer.position() > 0 ? SelectionKey.OP_WRITE : 0;
    }

    /** Resets both ends; what was in between is gone. */
    void cut() {
        dead = true;
        reset(app);
        reset(server);
    }

    private static void reset(SocketChannel channel) {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException alreadyGone) {
            // Gone is what it should be.
        }
    }
}
