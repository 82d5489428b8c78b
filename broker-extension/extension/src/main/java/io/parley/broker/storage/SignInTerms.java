package io.parley.broker.storage;

import java.util.Optional;

/**
 * What decides when an endpoint signs in.
 *
 * @param known the endpoint, empty if it was not seen for long
 * @param policy its user's
 */
public record SignInTerms(Optional<KnownEndpoint> known, SignInPolicy policy) {
    /** Of an endpoint nobody knows, whose user set nothing. */
    public static final SignInTerms NONE = new SignInTerms(Optional.empty(), SignInPolicy.ANY);

    public boolean isSignedOut() {
        return known.isPresent() && known.get().isSignedOut();
    }
}
