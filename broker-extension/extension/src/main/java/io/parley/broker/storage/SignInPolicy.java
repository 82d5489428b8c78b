package io.parley.broker.storage;

import java.util.Optional;

/** Which of a user's endpoints may be signed in beside each other. */
public enum SignInPolicy {
    /** All. */
    ANY("any"),
    /** The newest of each kind; those that name no kind are let be. */
    ONE_PER_KIND("one-per-kind"),
    /** The newest. */
    NEWEST("newest");

    private final String code;

    SignInPolicy(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<SignInPolicy> ofCode(String code) {
        for (SignInPolicy policy : values()) {
            if (policy.code.equals(code)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
