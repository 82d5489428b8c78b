package io.parley.broker.conversation;

import io.parley.protocol.UserName;
import java.util.concurrent.CompletionStage;

/** Which users there are. Safe from any thread; fails like a store. */
@FunctionalInterface
public interface Directory {
    CompletionStage<Boolean> exists(UserName user);
}
