package io.parley.server;

/** What every command of this module ends with. */
final class Exit {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int IN_USE = 3;
    static final int NOT_RUNNING = 4;
    static final int EXISTS = 5;
    static final int UNKNOWN = 6;

    private Exit() {}
}
