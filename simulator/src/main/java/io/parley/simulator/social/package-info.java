/** Groups beside chats, with admins at work: one seeded plan, lived through faults, then judged. */
@NullMarked
package io.parley.simulator.social;

import org.jspecify.annotations.NullMarked;
