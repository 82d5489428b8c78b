/** The server as the SDK gives it: what stands behind the ports of the messenger and of the commands for scripts. */
@NullMarked
package io.parley.cli.client;

import org.jspecify.annotations.NullMarked;
