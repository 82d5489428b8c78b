/** Who may sign in: accounts, passwords, and the patience with which wrong ones are met. */
@NullMarked
package io.parley.broker.identity;

import org.jspecify.annotations.NullMarked;
