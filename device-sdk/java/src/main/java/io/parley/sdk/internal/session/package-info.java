/** The conversation with the server as one deterministic state machine: no I/O, no clock, no threads, no randomness of its own. */
@NullMarked
package io.parley.sdk.internal.session;

import org.jspecify.annotations.NullMarked;
