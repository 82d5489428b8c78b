package io.parley.sdk;

/** What the server tells in passing to whoever is online. What must not be missed comes as a message. */
public sealed interface Event
        permits Unread,
                Typing,
                Counts,
                Presence,
                Membership,
                Hidden,
                Cleared,
                Scheduled,
                ProfileChanged,
                TrackChanged {}
