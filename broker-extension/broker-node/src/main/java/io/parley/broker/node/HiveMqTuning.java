package io.parley.broker.node;

import com.hivemq.configuration.service.InternalConfigurations;

/**
 * HiveMQ's settings that no configuration file reaches. They are process-wide and are read while the broker is built, so
 * {@link #beforeStart} must come after {@code EmbeddedHiveMQBuilder.build()}, which opens the first of them, and before
 * {@code start()}.
 */
final class HiveMqTuning {
    /** As many unanswered messages as an endpoint's window holds, so that the window is ours alone. HiveMQ: 50. */
    static final int OUTGOING_WINDOW_MESSAGES = 256;
    /** Nothing is kept in the broker, so nothing has to be waited for. HiveMQ: 2,000. */
    private static final int SHUTDOWN_GRACE_MS = 100;
    /** In memory a bucket is a map; fewer of them start faster and cost less to walk. HiveMQ: 64. */
    private static final int BUCKETS = 16;

    private HiveMqTuning() {}

    static void beforeStart() {
        // The embedded builder lets everybody in when no extension asks for a name. Here nobody comes in then.
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = OUTGOING_WINDOW_MESSAGES;
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = OUTGOING_WINDOW_MESSAGES;
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(SHUTDOWN_GRACE_MS);
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        // The registry is served over HTTP by the extension.
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
    }
}
