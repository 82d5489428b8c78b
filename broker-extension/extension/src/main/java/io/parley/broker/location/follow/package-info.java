/** Follows the tracks whose owners are on this node: history, fences, rides, each beside the owner and never in its way. */
@NullMarked
package io.parley.broker.location.follow;

import org.jspecify.annotations.NullMarked;
