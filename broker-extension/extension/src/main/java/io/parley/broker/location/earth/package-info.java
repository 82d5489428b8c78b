/** Distances on the globe and flat maps of small parts of it. Pure; safe from any thread. */
@NullMarked
package io.parley.broker.location.earth;

import org.jspecify.annotations.NullMarked;
