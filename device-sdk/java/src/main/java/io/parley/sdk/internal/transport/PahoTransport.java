package io.parley.sdk.internal.transport;

import io.parley.protocol.EndpointId;
import io.parley.sdk.internal.session.Input;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT 5 by Eclipse Paho, over TCP or WebSocket. Every connection is a client of its own, thrown away with it: Paho
 * neither reconnects nor keeps anything. What of it may block (to connect, to tear down) runs on threads of this class.
 */
public final class PahoTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(PahoTransport.class);
    /** Connections being made or torn down at once; past it the network is at fault, and an attempt fails. */
    private static final int CHORES_MAX = 16;

    private final URI server;
    private final EndpointId me;
    private final byte[] password;
    private final Events events;
    private final ExecutorService chores;
    private @Nullable PahoConnection current;

    public PahoTransport(URI server, EndpointId me, byte[] password, Events events) {
        this.server = server;
        this.me = me;
        this.password = password.clone();
        this.events = events;
        this.chores = new ThreadPoolExecutor(0, CHORES_MAX, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "parley-wire-" + me.clientId());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void connect(long connection) {
        release();
        PahoConnection next = new PahoConnection(connection, server, me, password, events, chores);
        current = next;
        if (!chore(next::open)) {
            events.disconnected(connection, Input.Cause.LOST, "earlier connections are still being torn down");
        }
    }

    @Override
    public void disconnect(long connection) {
        if (current != null && current.number() == connection) {
            release();
        }
    }

    private void release() {
        PahoConnection old = current;
        current = null;
        if (old != null) {
            old.forget();
            chore(old::tearDown);
        }
    }

    private boolean chore(Runnable task) {
        try {
            chores.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void publish(Packet packet) {
        if (current != null) {
            current.publish(packet);
        }
    }

    @Override
    public void subscribe(String filter, @Nullable String need) {
        PahoConnection connection = current;
        if (connection != null && !chore(() -> connection.subscribe(filter, need))) {
            LOG.warn("No thread to subscribe to {}", filter);
        }
    }

    @Override
    public void unsubscribe(String filter) {
        PahoConnection connection = current;
        if (connection != null && !chore(() -> connection.unsubscribe(filter))) {
            LOG.warn("No thread to unsubscribe from {}", filter);
        }
    }

    @Override
    public void resume() {
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public void close() {
        PahoConnection old = current;
        current = null;
        if (old != null) {
            old.forget();
            chore(old::leave);
        }
        chores.shutdown();
    }
}
