/** Which of those who are free are near. By cells of H3. */
@NullMarked
package io.parley.broker.location.nearest;

import org.jspecify.annotations.NullMarked;
