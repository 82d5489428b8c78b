package io.parley.sdk;

import io.parley.protocol.Reason;
import java.util.Optional;

/** A call was refused, or its answer did not come in time; then it may have had its effect all the same. */
public final class CallFailedException extends Exception {
    /** No answer came in time. What the call asks for may have happened. */
    public static final String TIMEOUT = "timeout";
    /** The client was closed before the answer came. What the call asks for may have happened. */
    public static final String CLOSED = "closed";
    /** Too many calls of this client wait for an answer; this one was not made. */
    public static final String TOO_MANY = "too-many-calls";
    /** The answer is not what it is documented to be. */
    public static final String BAD_ANSWER = "bad-answer";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    public CallFailedException(String call, String code, String detail) {
        super(call + " failed: " + code + (detail.isEmpty() ? "" : ", " + detail));
        this.code = code;
        this.detail = detail;
    }

    /** A {@link Reason#code()}, or one of the constants of this class. */
    public String code() {
        return code;
    }

    /** For a person; names the value and the bound. May be empty. */
    public String detail() {
        return detail;
    }

    /** Why the server refused; empty if it did not, or for a reason this version does not know. */
    public Optional<Reason> reason() {
        return Reason.ofCode(code);
    }
}
