package io.parley.broker.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.protocol.UserName;
import java.time.Duration;

/**
 * Wrong passwords of the last minutes. A user at an address is suspect after one; an address after wrong ones for many
 * different users, so that one guessing neighbour does not slow down a whole office. Safe from any thread.
 */
final class Failures {
    static final Duration MEMORY = Duration.ofMinutes(10);
    static final Duration DELAY_FIRST = Duration.ofMillis(250);
    static final Duration DELAY_MAX = Duration.ofSeconds(10);
    /** Different users failed for at one address before the address itself is suspect. */
    static final int USERS_AT_ADDRESS_MAX = 20;

    private static final int TRACKED_MAX = 100_000;

    private final Cache<Attempted, Integer> byUser;
    private final Cache<String, Integer> byAddress;

    Failures(Ticker ticker) {
        this.byUser = cache(ticker);
        this.byAddress = cache(ticker);
    }

    private static <K> Cache<K, Integer> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(TRACKED_MAX)
                .expireAfterWrite(MEMORY)
                .ticker(ticker)
                .executor(Runnable::run)
                .<K, Integer>build();
    }

    private record Attempted(UserName user, String address) {}

    void failed(UserName user, String address) {
        if (byUser.asMap().merge(new Attempted(user, address), 1, Integer::sum) == 1) {
            byAddress.asMap().merge(address, 1, Integer::sum);
        }
    }

    void succeeded(UserName user, String address) {
        byUser.invalidate(new Attempted(user, address));
    }

    boolean isSuspect(UserName user, String address) {
        return count(user, address) > 0 || atAddress(address) >= USERS_AT_ADDRESS_MAX;
    }

    /** How long the next attempt has to wait: doubling from the first failure on, up to a cap. */
    Duration delay(UserName user, String address) {
        int failures = count(user, address);
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = DELAY_FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return doubled.compareTo(DELAY_MAX) < 0 ? doubled : DELAY_MAX;
    }

    private int count(UserName user, String address) {
        Integer count = byUser.getIfPresent(new Attempted(user, address));
        return count == null ? 0 : count;
    }

    private int atAddress(String address) {
        Integer count = byAddress.getIfPresent(address);
        return count == null ? 0 : count;
    }
}
