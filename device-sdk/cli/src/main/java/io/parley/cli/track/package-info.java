/** {@code parley track …}: share a position, and see one move. */
@NullMarked
package io.parley.cli.track;

import org.jspecify.annotations.NullMarked;
