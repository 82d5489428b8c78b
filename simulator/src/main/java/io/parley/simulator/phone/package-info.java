/** Phones that send and watch positions: in processes of their own that faults may kill, and this process's end of them. */
@NullMarked
package io.parley.simulator.phone;

import org.jspecify.annotations.NullMarked;
