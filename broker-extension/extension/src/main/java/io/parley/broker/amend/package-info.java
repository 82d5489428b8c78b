/** What is done to messages after they were sent: edits, recalls, reactions. */
@NullMarked
package io.parley.broker.amend;

import org.jspecify.annotations.NullMarked;
