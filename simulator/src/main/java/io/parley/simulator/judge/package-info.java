/** Compares histories with the promises. Pure. */
@NullMarked
package io.parley.simulator.judge;

import org.jspecify.annotations.NullMarked;
