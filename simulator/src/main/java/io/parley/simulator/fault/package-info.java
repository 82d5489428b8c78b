/** Which faults come when, from one seed, and what inflicts them. */
@NullMarked
package io.parley.simulator.fault;

import org.jspecify.annotations.NullMarked;
