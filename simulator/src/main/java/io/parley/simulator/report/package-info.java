/** What people and programs are told: progress while it runs, a report and one JSON object at the end. */
@NullMarked
package io.parley.simulator.report;

import org.jspecify.annotations.NullMarked;
