package io.parley.broker.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.broker.storage.Token;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.TokenStore;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose token it is.
 *
 * <pre>
 * no token in form ── DENIED
 * seen right within BELIEVED ──▶ admitted
 * seen right within KNOWN ─────────────────────────────▶ look it up
 * too many wrong ones from there, or too many look-ups ──▶ TOO_MANY_WRONG, BUSY    else look it up
 * </pre>
 *
 * Nobody guesses 256 bits: the bounds keep those who try from burdening the store, and one neighbour who tries from locking
 * out an office, or a proxy, that shares an address. Safe from any thread.
 */
public final class TokenGate {
    /** How long a token is good without another look; so long, at most, a revoked one still works. */
    public static final Duration BELIEVED = Duration.ofSeconds(10);

    static final Duration KNOWN = Duration.ofHours(1);
    /** Wrong tokens from one address, without a pause of {@link #WRONG_MEMORY}, before it is told to come later. */
    static final int WRONG_PER_ADDRESS_MAX = 20;

    static final Duration WRONG_MEMORY = Duration.ofMinutes(1);
    /** Tokens never seen right that are looked up at the same time. */
    static final int LOOKUPS_MAX = 256;
    /** The use of a token is written down this often. */
    static final Duration USE_NOTED = Duration.ofHours(1);

    private static final int TRACKED_MAX = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

    private final TokenStore store;
    private final Ticker ticker;
    private final Clock clock;
    private final Cache<TokenHash, Known> known;
    private final Cache<String, Integer> wrong;
    private final AtomicInteger lookups = new AtomicInteger();

    /** @param clock for what people read only */
    public TokenGate(TokenStore store, Ticker ticker, Clock clock) {
        this.store = store;
        this.ticker = ticker;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(TRACKED_MAX)
                .expireAfterWrite(KNOWN)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.wrong = Caffeine.newBuilder()
                .maximumSize(TRACKED_MAX)
                .expireAfterWrite(WRONG_MEMORY)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private record Known(UserName user, long atNanos) {}

    /** Why somebody stays outside. */
    public enum Why {
        DENIED,
        /** Not looked at: too many wrong ones came from that address. */
        TOO_MANY_WRONG,
        /** Not looked at, or the store is away. */
        BUSY
    }

    /** The answer. */
    public sealed interface Verdict {
        record Admitted(UserName user) implements Verdict {
            @Override
            public <R> R match(Function<UserName, R> admitted, Function<Why, R> refused) {
                return admitted.apply(user);
            }
        }

        record Refused(Why why) implements Verdict {
            @Override
            public <R> R match(Function<UserName, R> admitted, Function<Why, R> refused) {
                return refused.apply(why);
            }
        }

        <R> R match(Function<UserName, R> admitted, Function<Why, R> refused);
    }

    /**
     * Looks at what somebody showed.
     *
     * @param secret as shown
     * @param address where it came from, empty if unknown
     * @return never fails
     */
    public CompletionStage<Verdict> admit(String secret, String address) {
        Optional<TokenHash> form = TokenSecret.hash(secret);
        if (form.isEmpty()) {
            return refused(Why.DENIED);
        }
        TokenHash hash = form.get();
        Known before = known.getIfPresent(hash);
        if (before != null) {
            return ticker.read() - before.atNanos < BELIEVED.toNanos()
                    ? CompletableFuture.completedStage(new Verdict.Admitted(before.user))
                    : lookUp(hash, address);
        }
        Integer failures = wrong.getIfPresent(address);
        if (failures != null && failures >= WRONG_PER_ADDRESS_MAX) {
            return refused(Why.TOO_MANY_WRONG);
        }
        if (lookups.incrementAndGet() > LOOKUPS_MAX) {
            lookups.decrementAndGet();
            return refused(Why.BUSY);
        }
        return lookUp(hash, address).whenComplete((verdict, never) -> lookups.decrementAndGet());
    }

    /** When somebody who is told {@link Why#TOO_MANY_WRONG} may try again. */
    public static Duration patience() {
        return WRONG_MEMORY;
    }

    private static CompletionStage<Verdict> refused(Why why) {
        return CompletableFuture.completedStage(new Verdict.Refused(why));
    }

    private CompletionStage<Verdict> lookUp(TokenHash hash, String address) {
        return store.find(hash).handle((token, failure) -> decide(hash, address, token, failure));
    }

    private Verdict decide(
            TokenHash hash, String address, @Nullable Optional<Token> found, @Nullable Throwable failure) {
        if (failure != null || found == null) {
            LOG.debug("Token {} could not be looked up", hash, failure);
            return new Verdict.Refused(Why.BUSY);
        }
        if (found.isEmpty()) {
            known.invalidate(hash);
            wrong.asMap().merge(address, 1, Integer::sum);
            return new Verdict.Refused(Why.DENIED);
        }
        Token token = found.get();
        known.put(hash, new Known(token.user(), ticker.read()));
        noteUse(token);
        return new Verdict.Admitted(token.user());
    }

    private void noteUse(Token token) {
        long now = clock.millis();
        if (now - token.lastUsed() >= USE_NOTED.toMillis()) {
            store.used(token.hash(), now).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.debug("That {} was used is not written down", token, failure);
                }
            });
        }
    }
}
