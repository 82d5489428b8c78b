package io.parley.broker.api;

import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;

/** An expected no of a call, on its way to the one place that answers. Has no stack trace: it is no fault. */
public final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusalException(Refusal refusal) {
        super(refusal.reasonString(), null, false, false);
        this.refusal = refusal;
    }

    public RefusalException(Reason reason, String detail) {
        this(new Refusal(reason, detail));
    }

    public static RefusalException malformed(String detail) {
        return new RefusalException(Reason.MALFORMED, detail);
    }

    public Refusal refusal() {
        return refusal;
    }
}
