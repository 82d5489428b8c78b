/** The processes under test: a Parley of our own, started on free ports in a scratch folder and ended by process id. */
@NullMarked
package io.parley.simulator.stack;

import org.jspecify.annotations.NullMarked;
