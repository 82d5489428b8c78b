package io.parley.cli;

/** Exit codes, also listed in {@code parley chat --help}. */
final class Exit {
    static final int OK = 0;
    /** A message failed, or something unforeseen happened. */
    static final int FAILED = 1;

    static final int USAGE = 2;
    /** The server refused to sign in. */
    static final int REFUSED = 3;
    /** The time given ran out before every message was accepted. */
    static final int TIMEOUT = 4;

    private Exit() {}
}
