package io.parley.broker.edge;

import io.parley.broker.delivery.EndpointKind;
import io.parley.protocol.EndpointId;
import org.jspecify.annotations.Nullable;

/** What a successful login established about a connection. */
record SignedIn(
        long connection,
        EndpointId endpoint,
        EndpointKind kind,
        boolean mqtt5,
        @Nullable Will will) {}
