/** Endpoints: windows, resend, sync, receipts. Pure logic; the actors around it are in the cluster room. */
@NullMarked
package io.parley.broker.delivery;

import org.jspecify.annotations.NullMarked;
