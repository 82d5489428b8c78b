/** Cars and what their phones make of them: motion along a route, the receiver's error, recordings played again. */
@NullMarked
package io.parley.simulator.drive;

import org.jspecify.annotations.NullMarked;
