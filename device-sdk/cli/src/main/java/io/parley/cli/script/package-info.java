/** Commands for scripts: each makes one call of the server's api, prints what it came to, and ends. */
@NullMarked
package io.parley.cli.script;

import org.jspecify.annotations.NullMarked;
