package io.parley.sdk;

/** The server does not want this client: wrong user or password, or no right to connect. Trying again is of no use. */
public final class SignInRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public SignInRefusedException(String message) {
        super(message);
    }
}
