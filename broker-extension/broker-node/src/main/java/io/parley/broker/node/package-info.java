/**
 * One broker: HiveMQ CE in a JVM of its own, which loads the extension from a folder exactly as a stock HiveMQ does.
 *
 * <p>Everything here runs before or around the broker; what happens to messages is the extension's business alone.
 */
@NullMarked
package io.parley.broker.node;

import org.jspecify.annotations.NullMarked;
