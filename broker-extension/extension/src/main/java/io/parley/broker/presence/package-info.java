/**
 * Who is online, and who may see it. {@link io.parley.broker.presence.UserPresence} is the watched side, with the user's
 * entity; {@link io.parley.broker.presence.Watching} the watching side, one for each connection that watches.
 */
@NullMarked
package io.parley.broker.presence;

import org.jspecify.annotations.NullMarked;
