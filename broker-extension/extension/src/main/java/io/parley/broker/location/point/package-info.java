/** What is taken of the points of a track, and how exactly it is shown. Pure: the time is given. */
@NullMarked
package io.parley.broker.location.point;

import org.jspecify.annotations.NullMarked;
