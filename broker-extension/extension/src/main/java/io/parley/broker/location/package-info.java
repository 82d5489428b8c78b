/**
 * Live location. {@link io.parley.broker.location.LiveTrack} is the one place that takes the points of a track in and says who
 * may see them; a {@link io.parley.broker.location.Hub} on each node shows them to the connections there. Nothing of it goes
 * through a log: the newest point is what counts.
 */
@NullMarked
package io.parley.broker.location;

import org.jspecify.annotations.NullMarked;
