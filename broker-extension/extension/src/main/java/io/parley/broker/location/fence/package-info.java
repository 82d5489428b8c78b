/** Who comes into a place, and who leaves it. */
@NullMarked
package io.parley.broker.location.fence;

import org.jspecify.annotations.NullMarked;
