/** The benchmark: durable two-hop chats against the same broker bare. */
@NullMarked
package io.parley.simulator.bench;

import org.jspecify.annotations.NullMarked;
