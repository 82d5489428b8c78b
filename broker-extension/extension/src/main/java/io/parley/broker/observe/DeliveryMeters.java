package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.delivery.DeliveryObserver;
import io.parley.broker.delivery.EndpointKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link DeliveryObserver} as meters. What went to the wire is counted there, by {@link EdgeMeters}. */
final class DeliveryMeters implements DeliveryObserver {
    private final Map<EndpointKind, AtomicInteger> online = new EnumMap<>(EndpointKind.class);
    private final Map<EndpointKind, Counter> gaveUp = new EnumMap<>(EndpointKind.class);
    private final Counter pages;
    private final Counter completed;
    private final Counter pageMessages;

    DeliveryMeters(MeterRegistry registry) {
        for (EndpointKind kind : EndpointKind.values()) {
            String label = kind.name().toLowerCase(Locale.ROOT);
            AtomicInteger count = new AtomicInteger();
            online.put(kind, count);
            Gauge.builder("parley.endpoints.online", count, AtomicInteger::get)
                    .description("Endpoints with a session on this node")
                    .tag("kind", label)
                    .register(registry);
            gaveUp.put(
                    kind,
                    Counter.builder("parley.deliveries.left.to.sync")
                            .description("Conversations no longer resent to an endpoint that acknowledges nothing")
                            .tag("kind", label)
                            .register(registry));
        }
        pages = pages(registry, "false");
        completed = pages(registry, "true");
        pageMessages = Counter.builder("parley.sync.messages")
                .description("Messages sent in pages of sync")
                .register(registry);
    }

    private static Counter pages(MeterRegistry registry, String complete) {
        return Counter.builder("parley.sync.pages")
                .description("Pages of sync answered")
                .tag("complete", complete)
                .register(registry);
    }

    private void count(EndpointKind kind, int change) {
        AtomicInteger count = online.get(kind);
        if (count != null) {
            count.addAndGet(change);
        }
    }

    @Override
    public void opened(EndpointKind kind) {
        count(kind, 1);
    }

    @Override
    public void closed(EndpointKind kind) {
        count(kind, -1);
    }

    @Override
    public void synced(boolean complete, int messages) {
        (complete ? completed : pages).increment();
        pageMessages.increment(messages);
    }

    @Override
    public void gaveUp(EndpointKind kind) {
        Counter counter = gaveUp.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }
}
