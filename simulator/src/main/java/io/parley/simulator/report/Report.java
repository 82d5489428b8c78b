package io.parley.simulator.report;

import java.io.IOException;
import java.util.List;

/** The end of a run, whatever it was about. */
public interface Report {
    /** Whether every promise was kept, and there was something to keep. */
    boolean isClean();

    /** Each broken promise in words. */
    List<String> broken();

    /** For people. */
    String text();

    /** For programs: one object on one line. */
    String json() throws IOException;
}
