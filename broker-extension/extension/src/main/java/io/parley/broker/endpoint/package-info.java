/**
 * A user's endpoints: the list of them, signing one out, and which may be signed in beside each other.
 *
 * <p>What lasts is in the directory; that a connection ends is told to every node, since only the node that holds a
 * connection knows of it.
 */
@NullMarked
package io.parley.broker.endpoint;

import org.jspecify.annotations.NullMarked;
