package io.parley.broker.edge;

import io.parley.broker.endpoint.Arrival;
import io.parley.broker.endpoint.ConnectionsEverywhere;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.SignInPolicy;
import io.parley.broker.storage.SignInTerms;
import io.parley.protocol.EndpointId;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the directory and the other nodes who comes and goes. Nobody waits for it: what could not be written is written
 * with the next sign-in. Safe from any thread.
 */
final class SignIns {
    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final EndpointDirectory directory;
    private final ConnectionsEverywhere everywhere;
    private final Clock clock;

    SignIns(EndpointDirectory directory, ConnectionsEverywhere everywhere, Clock clock) {
        this.directory = directory;
        this.everywhere = everywhere;
        this.clock = clock;
    }

    /** Read while the password is looked at. */
    CompletionStage<SignInTerms> terms(EndpointId endpoint) {
        return directory.terms(endpoint);
    }

    Visit visit(SignInTerms terms, String kind, long begunNanos) {
        long now = clock.millis();
        long firstSeen = terms.known()
                .map(known -> known.firstSeen() > 0 ? known.firstSeen() : now)
                .orElse(now);
        return new Visit(kind, terms.policy(), begunNanos, now, firstSeen);
    }

    void arrived(SignedIn signedIn) {
        Visit visit = signedIn.visit();
        seen(signedIn, visit.at());
        if (visit.policy() != SignInPolicy.ANY) {
            everywhere.arrived(new Arrival(signedIn.endpoint(), visit.kind(), visit.at(), visit.policy()));
        }
    }

    void left(SignedIn signedIn) {
        seen(signedIn, clock.millis());
    }

    private void seen(SignedIn signedIn, long at) {
        Visit visit = signedIn.visit();
        directory.seen(signedIn.endpoint(), visit.kind(), visit.firstSeen(), at).exceptionally(failure -> {
            LOG.debug("that {} was seen is not written", signedIn.endpoint(), failure);
            return null;
        });
    }
}
