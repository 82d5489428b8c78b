/** Parley for people at a terminal, on the public API of the SDK alone. */
@NullMarked
package io.parley.cli;

import org.jspecify.annotations.NullMarked;
