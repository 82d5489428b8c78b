package io.parley.broker.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.UnreadAudit;
import io.parley.broker.delivery.DeliveryObserver;
import io.parley.broker.edge.EdgeObserver;
import io.parley.broker.http.HttpObserver;
import io.parley.broker.location.LocationObserver;
import io.parley.broker.location.fence.FenceObserver;
import io.parley.broker.location.history.HistoryObserver;
import io.parley.broker.storage.StorageObserver;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/** The registry of this node, with the JVM's meters in it, and the observers of the rooms. Safe from any thread. */
public final class Meters implements AutoCloseable {
    private final PrometheusRegistry prometheus = new PrometheusRegistry();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** Lets another registry be scraped along, such as the broker's own. */
    public void include(MultiCollector other) {
        prometheus.register(other);
    }

    public EdgeObserver edge() {
        return new EdgeMeters(registry);
    }

    public ApiObserver api() {
        return new ApiMeters(registry);
    }

    public HttpObserver http() {
        return new HttpMeters(registry);
    }

    public StorageObserver storage() {
        return new StorageMeters(registry);
    }

    public ConversationObserver conversation() {
        return new ConversationMeters(registry);
    }

    public DeliveryObserver delivery() {
        return new DeliveryMeters(registry);
    }

    public UnreadAudit.Observer unread() {
        return new UnreadMeters(registry);
    }

    public LocationObserver location() {
        return new LocationMeters(registry);
    }

    public HistoryObserver history() {
        return new HistoryMeters(registry);
    }

    public FenceObserver fences() {
        return new FenceMeters(registry);
    }

    /** @param name with its base unit last, {@code parley_…} */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    /** Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
