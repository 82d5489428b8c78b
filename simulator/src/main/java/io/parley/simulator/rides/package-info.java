/** A town with a fleet: riders ask, drivers come, both watch each other, the judge watches all. */
@NullMarked
package io.parley.simulator.rides;

import org.jspecify.annotations.NullMarked;
