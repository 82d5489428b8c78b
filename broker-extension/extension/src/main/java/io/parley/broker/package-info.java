/** The composition root: what HiveMQ starts, how the rooms are wired, and their settings. */
@NullMarked
package io.parley.broker;

import org.jspecify.annotations.NullMarked;
