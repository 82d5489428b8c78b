/** The owner of a conversation: authorize, dedup, sequence, append, commit. Pure logic; the actor around it is in the cluster room. */
@NullMarked
package io.parley.broker.conversation;

import org.jspecify.annotations.NullMarked;
