/** What makes a track a ride, and how far along its route it is. */
@NullMarked
package io.parley.broker.location.ride;

import org.jspecify.annotations.NullMarked;
