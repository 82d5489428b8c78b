/** Groups: who is in them, who may do what, and what of the log each may see. Pure; the owner of the conversation is the one writer. */
@NullMarked
package io.parley.broker.group;

import org.jspecify.annotations.NullMarked;
