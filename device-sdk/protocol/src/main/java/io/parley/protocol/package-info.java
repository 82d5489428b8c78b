/**
 * The words both ends share: names, topics, headers, reasons and limits. No I/O, no clock, no threads; every type is an
 * immutable value and checks itself.
 */
@NullMarked
package io.parley.protocol;

import org.jspecify.annotations.NullMarked;
