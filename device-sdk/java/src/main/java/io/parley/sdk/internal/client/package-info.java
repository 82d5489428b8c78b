/** Threads and wiring: one session thread that owns session and store, user code on the user's executor. */
@NullMarked
package io.parley.sdk.internal.client;

import org.jspecify.annotations.NullMarked;
