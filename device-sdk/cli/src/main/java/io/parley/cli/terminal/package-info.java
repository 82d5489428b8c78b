/** The terminal: keys in, lines out. The only room that knows JLine, but for the table of character widths. */
@NullMarked
package io.parley.cli.terminal;

import org.jspecify.annotations.NullMarked;
