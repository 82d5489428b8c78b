package io.parley.cli.account;

/** Exit codes, also listed in {@code --help} of every command. */
public final class Exit {
    public static final int OK = 0;
    /** A message failed, the server refused what was asked, or something unforeseen happened. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** The server refused to sign in. */
    public static final int REFUSED = 3;
    /** The time given ran out before everything was answered. */
    public static final int TIMEOUT = 4;

    private Exit() {}
}
