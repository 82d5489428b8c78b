/** The judge of positions: pure functions from what was sent, seen and told to what was promised and not kept. */
@NullMarked
package io.parley.simulator.judge.track;

import org.jspecify.annotations.NullMarked;
