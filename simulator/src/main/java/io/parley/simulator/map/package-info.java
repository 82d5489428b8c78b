/** Real streets: places on the globe, the road graph of an OpenStreetMap extract, and the way from one place to another. */
@NullMarked
package io.parley.simulator.map;

import org.jspecify.annotations.NullMarked;
