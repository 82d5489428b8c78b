/** Who may come in: accounts, passwords, tokens, and the patience with which wrong ones are met. */
@NullMarked
package io.parley.broker.identity;

import org.jspecify.annotations.NullMarked;
