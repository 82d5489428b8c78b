package io.parley.broker.http;

import io.parley.protocol.UserName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests without an answer: of all, and of each user. Safe from any thread. */
final class UnderWay {
    private final int most;
    private final int mostOfUser;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<UserName, Integer> ofUser = new ConcurrentHashMap<>();

    UnderWay(int most, int mostOfUser) {
        this.most = most;
        this.mostOfUser = mostOfUser;
    }

    /** False, and nothing entered, if there are as many as may be. */
    boolean enter() {
        if (all.incrementAndGet() <= most) {
            return true;
        }
        all.decrementAndGet();
        return false;
    }

    void leave() {
        all.decrementAndGet();
    }

    /** False, and nothing entered, if the user has as many as a user may. */
    boolean enter(UserName user) {
        boolean[] entered = {false};
        ofUser.compute(user, (name, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < mostOfUser;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(UserName user) {
        ofUser.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }
}
