/**
 * Parley for Java: send and receive messages that are acknowledged on both hops, in order, without loss or repeat,
 * across crashes and disconnections. Start at {@link io.parley.sdk.ParleyClient#builder()}.
 *
 * <p>Everything in {@code io.parley.sdk.internal} may change without notice.
 */
@NullMarked
package io.parley.sdk;

import org.jspecify.annotations.NullMarked;
