/** Where tracks were: batches, trips, thinning, export, deletion. */
@NullMarked
package io.parley.broker.location.history;

import org.jspecify.annotations.NullMarked;
