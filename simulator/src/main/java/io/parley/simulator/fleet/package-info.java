/** Applications on the SDK, in JVMs of their own that may be killed at any instant. */
@NullMarked
package io.parley.simulator.fleet;

import org.jspecify.annotations.NullMarked;
