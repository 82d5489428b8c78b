package io.parley.broker.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The broker's own metrics under the names its Prometheus extension gives them, {@code com_hivemq_…}, so that dashboards
 * made for HiveMQ work. Read at scrape; nothing is copied in between.
 */
public final class BrokerMetrics implements MultiCollector {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MetricRegistry source;

    public BrokerMetrics(MetricRegistry source) {
        this.source = source;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, MetricSnapshot> snapshots = new LinkedHashMap<>();
        source.getGauges().forEach((name, gauge) -> addGauge(snapshots, name, gauge));
        source.getCounters().forEach((name, counter) -> add(snapshots, gauge(name, value(counter))));
        source.getMeters().forEach((name, meter) -> add(snapshots, gauge(name + ".total", value(meter))));
        source.getHistograms().forEach((name, histogram) -> add(snapshots, summary(name, histogram)));
        source.getTimers().forEach((name, timer) -> add(snapshots, summary(name, timer)));
        return new MetricSnapshots(snapshots.values());
    }

    private static double value(Counter counter) {
        return counter.getCount();
    }

    private static double value(Meter meter) {
        return meter.getCount();
    }

    private static void addGauge(Map<String, MetricSnapshot> snapshots, String name, Gauge<?> gauge) {
        if (gauge.getValue() instanceof Number number) {
            add(snapshots, gauge(name, number.doubleValue()));
        }
    }

    /** Two names may become one in Prometheus' alphabet; the first stays. */
    private static void add(Map<String, MetricSnapshot> snapshots, MetricSnapshot snapshot) {
        snapshots.putIfAbsent(snapshot.getMetadata().getPrometheusName(), snapshot);
    }

    private static GaugeSnapshot gauge(String name, double value) {
        return GaugeSnapshot.builder()
                .name(name(name))
                .dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot(value, Labels.EMPTY, null))
                .build();
    }

    private static SummarySnapshot summary(String name, Histogram histogram) {
        return summary(name, histogram, histogram.getCount(), 1);
    }

    private static SummarySnapshot summary(String name, Timer timer) {
        return summary(name, timer, timer.getCount(), NANOS);
    }

    private static SummarySnapshot summary(String name, Sampling sampling, long count, double unit) {
        Snapshot sample = sampling.getSnapshot();
        return SummarySnapshot.builder()
                .name(name(name))
                .dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                        .count(count)
                        .quantiles(Quantiles.builder()
                                .quantile(new Quantile(0.5, sample.getMedian() / unit))
                                .quantile(new Quantile(0.95, sample.get95thPercentile() / unit))
                                .quantile(new Quantile(0.99, sample.get99thPercentile() / unit))
                                .build())
                        .build())
                .build();
    }

    private static String name(String name) {
        return PrometheusNaming.sanitizeMetricName(name.replace('.', '_').replace('-', '_'));
    }
}
