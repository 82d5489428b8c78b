/**
 * The whole path in one thread under virtual time: conversation core, delivery core and SDK session, with everything
 * between them simulated and shaken by one seed.
 *
 * <pre>
 *  Phone (Session, MemoryStore) ══ Link ══ Server [ ServerLine (EndpointSession) ─ UserHub ─ Owner (Conversation) ] ── ShakyStorage
 * </pre>
 */
package io.parley.simulator.world;
