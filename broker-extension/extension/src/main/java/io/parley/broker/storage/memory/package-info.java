/** The stores in memory, for tests and the simulation: same contract, same rules of who overwrites whom, no durability. */
@NullMarked
package io.parley.broker.storage.memory;

import org.jspecify.annotations.NullMarked;
