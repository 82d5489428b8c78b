/** Who somebody at the command line is, and how commands end. */
@NullMarked
package io.parley.cli.account;

import org.jspecify.annotations.NullMarked;
