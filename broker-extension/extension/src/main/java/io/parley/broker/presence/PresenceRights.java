package io.parley.broker.presence;

import io.parley.protocol.UserName;
import java.util.concurrent.CompletionStage;

/** Who may see whether a user is online. Never blocks; safe from any thread; fails as the stores do. */
@FunctionalInterface
public interface PresenceRights {
    /** Whether {@code watched} lets {@code viewer} see it at this moment; false if there is no such user. */
    CompletionStage<Boolean> maySee(UserName watched, UserName viewer);
}
