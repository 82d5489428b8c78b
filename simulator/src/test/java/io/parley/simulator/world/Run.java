package io.parley.simulator.world;

import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.sdk.internal.session.SessionLimits;
import io.parley.simulator.judge.Judge;
import io.parley.simulator.judge.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** One seed from beginning to end: people write while everything shakes; then it is calm, everything settles, and is judged. */
final class Run {
    private static final long SHAKEN_MILLIS_MIN = 20_000;
    private static final long SHAKEN_MILLIS_MAX = 90_000;
    /** Longest backoffs and patiences, one after the other. */
    private static final long SETTLE_MILLIS_MAX = 15 * 60_000;
    /** The SDK asks for what it missed of its peers' marks every five minutes. */
    private static final long HEAR_MILLIS_MAX = 15 * 60_000;

    private static final long LOOK_MILLIS = 500;

    private final World world;
    private final Weather weather;
    private final ShakyStorage store;
    private final Promises promises;
    private final Server server;
    private final List<Phone> phones = new ArrayList<>();
    private final List<ConversationId> conversations = new ArrayList<>();
    private final long shakenMillis;

    Run(long seed, boolean tracing) {
        world = new World(seed, tracing);
        SplittableRandom random = world.random;
        weather = new Weather(random);
        store = new ShakyStorage(world, weather);
        promises = new Promises(store);
        server = new Server(world, weather, store, promises, conversationSettings(random), deliverySettings(random));
        shakenMillis = random.nextLong(SHAKEN_MILLIS_MIN, SHAKEN_MILLIS_MAX);
        people(random);
    }

    String trace() {
        return world.traceText();
    }

    private void people(SplittableRandom random) {
        int users = random.nextInt(1, 4);
        List<UserName> names = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            names.add(new UserName("u" + i));
        }
        SessionLimits limits = sessionLimits(random);
        for (UserName name : names) {
            int endpoints = random.nextInt(1, 3);
            for (int i = 0; i < endpoints; i++) {
                phones.add(new Phone(new EndpointId(name, name + "-" + i), server, limits));
            }
            conversations.add(ConversationId.chat(name, names.get(random.nextInt(users))));
        }
        plan(random);
    }

    private void plan(SplittableRandom random) {
        int bursts = random.nextInt(3, 20);
        for (int i = 0; i < bursts; i++) {
            Phone phone = phones.get(random.nextInt(phones.size()));
            List<ConversationId> own = conversations.stream()
                    .filter(it -> it.mayConcern(phone.me().user()))
                    .toList();
            ConversationId to = own.get(random.nextInt(own.size()));
            int messages = random.nextInt(1, 12);
            long at = random.nextLong(shakenMillis);
            for (int m = 0; m < messages; m++) {
                Content content = Content.ofText("x".repeat(random.nextInt(30)) + i + "." + m);
                world.after(at + random.nextInt(50), () -> phone.send(to, content));
            }
        }
        again(weather.cutEveryMillis, () -> server.cutSomeLink(random.nextInt(1_000)));
        again(
                weather.phoneCrashEveryMillis,
                () -> phones.get(random.nextInt(phones.size())).crash());
        again(weather.ownerCrashEveryMillis, () -> server.crashOwner(random.nextInt(1_000)));
        again(weather.hubCrashEveryMillis, () -> server.crashHub(random.nextInt(1_000)));
        again(weather.serverCrashEveryMillis, () -> {
            if (server.isUp()) {
                server.crash();
                world.after(world.between(500, 8_000), server::restart);
            }
        });
        again(weather.storeOutageEveryMillis, () -> {
            world.trace(() -> "store is away");
            store.breakDown();
            world.after(world.between(500, 10_000), store::recover);
        });
    }

    private void again(long everyMillis, Runnable trouble) {
        if (everyMillis == 0) {
            return;
        }
        world.after(world.between(1, 2 * everyMillis), () -> {
            if (!weather.isCalm()) {
                trouble.run();
                again(everyMillis, trouble);
            }
        });
    }

    /** @return the verdict; its faults, and broken promises on the way, are thrown */
    Verdict live() {
        while (world.now() < shakenMillis) {
            world.step();
        }
        weather.calm();
        store.recover();
        world.trace(() -> "calm");
        settle();
        hear();
        Verdict verdict = Judge.judge(phones.stream().map(Phone::history).toList());
        if (verdict.counts().values().stream().anyMatch(it -> it > 0)) {
            throw new AssertionError("the judge found " + verdict.findings());
        }
        checkLogs();
        return verdict;
    }

    private void settle() {
        long deadline = world.now() + SETTLE_MILLIS_MAX;
        long look = world.now();
        while (world.now() < deadline) {
            world.step();
            if (world.now() >= look) {
                look = world.now() + LOOK_MILLIS;
                Map<ConversationId, Long> lasts = lasts();
                if (phones.stream().allMatch(it -> it.isSettled(lasts))) {
                    return;
                }
            }
        }
        throw new AssertionError("not settled after " + SETTLE_MILLIS_MAX + " ms of calm; the logs end at " + lasts()
                + "; " + phones.stream().map(Phone::state).toList());
    }

    private void hear() {
        long deadline = world.now() + HEAR_MILLIS_MAX;
        long look = world.now();
        while (world.now() < deadline) {
            if (world.now() >= look) {
                look = world.now() + LOOK_MILLIS;
                if (phones.stream().allMatch(Phone::knowsItsMessagesReceived)) {
                    return;
                }
            }
            world.step();
        }
        throw new AssertionError("not heard after " + HEAR_MILLIS_MAX + " ms that these were received: "
                + phones.stream().map(Phone::unheard).toList());
    }

    private Map<ConversationId, Long> lasts() {
        Map<ConversationId, Long> lasts = new HashMap<>();
        for (ConversationId conversation : conversations) {
            lasts.put(conversation, (long)
                    store.inspect(conversation, 1, Long.MAX_VALUE).size());
        }
        return lasts;
    }

    private void checkLogs() {
        for (ConversationId conversation : conversations) {
            Set<Object> ids = new HashSet<>();
            long expected = 1;
            for (StoredMessage message : store.inspect(conversation, 1, Long.MAX_VALUE)) {
                if (message.seq() != expected++ || !ids.add(message.id())) {
                    throw new AssertionError("the log of " + conversation + " has " + message);
                }
            }
        }
    }

    // ---- small bounds, so that every bound is met

    private static ConversationSettings conversationSettings(SplittableRandom random) {
        int block = random.nextInt(1, 9);
        return new ConversationSettings(
                block,
                random.nextInt(20, 500),
                random.nextInt(4, 64),
                random.nextInt(100, 4_000),
                5_000,
                500,
                block + random.nextInt(0, 12),
                random.nextBoolean() ? 0 : random.nextInt(8, 64),
                random.nextInt(1, 16),
                300_000,
                random.nextInt(50, 2_000),
                random.nextInt(2, 40),
                16,
                random.nextInt(2, 64),
                20,
                2_000,
                2_000,
                2_000,
                random.nextInt(1_000, 60_000),
                900_000,
                10_000,
                200,
                64,
                1_000);
    }

    private static DeliverySettings deliverySettings(SplittableRandom random) {
        int window = random.nextInt(1, 40);
        return new DeliverySettings(
                window,
                random.nextInt(40, 4_000),
                random.nextInt(20, 101),
                random.nextInt(1, 12),
                random.nextInt(20, 2_000),
                random.nextInt(1, 4),
                random.nextInt(1, 8),
                random.nextInt(50, 2_000),
                5_000,
                60_000,
                60_000,
                // with fewer, a delivery lost two or three times in a row is left to a sync that nobody has reason for
                random.nextInt(4, 9),
                random.nextInt(1, 16),
                1_000,
                100,
                32,
                5_000,
                4_096,
                1_000,
                30_000,
                250);
    }

    private static SessionLimits sessionLimits(SplittableRandom random) {
        SessionLimits usual = SessionLimits.DEFAULT;
        return new SessionLimits(
                random.nextInt(1, 40),
                random.nextInt(1, 20),
                random.nextInt(100, 4_000),
                usual.outboxMessagesMax(),
                usual.outboxBytesMax(),
                random.nextInt(1, 16),
                random.nextInt(1, 40),
                random.nextInt(100, 4_000),
                random.nextInt(1, 16),
                random.nextInt(100, 2_000),
                usual.trackedMax(),
                random.nextInt(1, 20),
                usual.syncEntriesMax(),
                usual.syncBytesMax(),
                usual.receiptEntriesMax(),
                usual.receiptDelay(),
                random.nextInt(1, 33),
                random.nextInt(100, 4_000),
                random.nextInt(1, 5),
                usual.ackTimeout(),
                usual.replyTimeout(),
                usual.attemptsMax(),
                usual.silenceMax(),
                usual.connectTimeout(),
                usual.gapPatience(),
                usual.refresh(),
                usual.reconnectMin(),
                usual.reconnectMax(),
                usual.retryMin(),
                usual.retryMax(),
                usual.handlerRetryMin(),
                usual.handlerRetryMax(),
                usual.expirySkew());
    }
}
