package io.parley.protocol.json;

import io.parley.protocol.UserName;

/**
 * Body of {@code presence/{user}}: whether the user is online.
 *
 * <pre>{"user":"bob","online":false,"lastSeen":1700000000000}</pre>
 *
 * @param lastSeen when they were last known to be online, Unix milliseconds, while they are online when they came; 0 if
 *     never, and then not written
 */
public record PresenceEvent(UserName user, boolean online, long lastSeen) {}
