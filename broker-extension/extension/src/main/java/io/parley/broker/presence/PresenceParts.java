package io.parley.broker.presence;

import io.parley.broker.storage.PresenceStore;

/** What the presence of one node is made of; the composition root fills it. */
public record PresenceParts(PresenceStore store, PresenceRights rights, PresenceSettings settings) {}
