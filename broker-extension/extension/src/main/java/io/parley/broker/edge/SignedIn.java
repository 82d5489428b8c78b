package io.parley.broker.edge;

import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.EndpointId;
import org.jspecify.annotations.Nullable;

/**
 * What a successful login established about a connection.
 *
 * @param batches whether it is a Parley endpoint that writes and reads batches
 */
record SignedIn(
        long connection,
        EndpointId endpoint,
        EndpointKind kind,
        boolean batches,
        boolean mqtt5,
        @Nullable Will will,
        Visit visit) {}
