/** What every endpoint sent, what it learned of it, and what its application was handed. Values only. */
@NullMarked
package io.parley.simulator.history;

import org.jspecify.annotations.NullMarked;
