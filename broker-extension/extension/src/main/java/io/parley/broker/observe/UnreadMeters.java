package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.conversation.UnreadAudit;
import java.util.concurrent.atomic.AtomicLong;

/** What the audit of unread messages finds, as meters. */
final class UnreadMeters implements UnreadAudit.Observer {
    private final AtomicLong drift = new AtomicLong();
    private final Counter audited;
    private final Counter skipped;

    UnreadMeters(MeterRegistry registry) {
        Gauge.builder("parley.unread.drift", drift, AtomicLong::get)
                .description(
                        "Messages by which unread counts were found wrong since the start; anything but 0 is a fault")
                .register(registry);
        audited = Counter.builder("parley.unread.audited")
                .description("Unread counts recomputed from the log")
                .register(registry);
        skipped = Counter.builder("parley.unread.skipped")
                .description("Unread counts not recomputed because too much is unread")
                .register(registry);
    }

    @Override
    public void audited(long found) {
        audited.increment();
        drift.addAndGet(Math.abs(found));
    }

    @Override
    public void skipped() {
        skipped.increment();
    }
}
