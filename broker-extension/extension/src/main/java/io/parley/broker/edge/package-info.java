/**
 * Where MQTT meets Parley; the only room that knows HiveMQ. Login, ingress, egress, subscriptions.
 *
 * <p>In HiveMQ a CONNECT passes {@link io.parley.broker.edge.ConnectGate}, then {@link io.parley.broker.edge.Login}, then
 * the takeover of an older connection of that client id; just before the CONNACK leaves, the initializer in {@link
 * io.parley.broker.edge.Edge} gives the connection its interceptors. What belongs to one connection is called by one
 * HiveMQ extension thread, in the order of the packets, unless a class says otherwise.
 */
@NullMarked
package io.parley.broker.edge;

import org.jspecify.annotations.NullMarked;
