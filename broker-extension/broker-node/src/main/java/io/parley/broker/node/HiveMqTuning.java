package io.parley.broker.node;

import com.hivemq.configuration.service.InternalConfigurations;

/**
 * HiveMQ's settings that no configuration file reaches. They are process-wide and are read while the broker is built, so
 * {@link #beforeStart} must come after {@code EmbeddedHiveMQBuilder.build()}, which opens the first of them, and before
 * {@code start()}.
 */
final class HiveMqTuning {
    /**
     * Unanswered messages to a plain endpoint; the endpoint's window, which is ours, is larger and comes first. Each look
     * into a client's queue, two for each packet sent, takes as many packet ids beforehand and gives them back: what makes
     * it larger makes every packet dearer. HiveMQ: 50.
     */
    static final int OUTGOING_WINDOW_MESSAGES = 64;
    /** What a look takes at least, also for a client whose own Receive Maximum is smaller. HiveMQ: 50. */
    static final int POLL_MESSAGES = 16;
    /** Nothing is kept in the broker, so nothing has to be waited for. HiveMQ: 2,000. */
    private static final int SHUTDOWN_GRACE_MS = 100;
    /** In memory a bucket is a map; fewer of them start faster and cost less to walk. HiveMQ: 64. */
    private static final int BUCKETS = 16;

    private HiveMqTuning() {}

    static void beforeStart() {
        // The embedded builder lets everybody in when no extension asks for a name. Here nobody comes in then.
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = OUTGOING_WINDOW_MESSAGES;
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = POLL_MESSAGES;
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(SHUTDOWN_GRACE_MS);
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        // The registry is served over HTTP by the extension.
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
    }
}
