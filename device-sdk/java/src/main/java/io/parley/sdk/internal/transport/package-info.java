/** The wire. The only room that imports Paho. */
@NullMarked
package io.parley.sdk.internal.transport;

import org.jspecify.annotations.NullMarked;
