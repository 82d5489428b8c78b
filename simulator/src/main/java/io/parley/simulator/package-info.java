/** The simulator: fleets of applications, faults, verdicts and benchmarks behind one command line. */
@NullMarked
package io.parley.simulator;

import org.jspecify.annotations.NullMarked;
