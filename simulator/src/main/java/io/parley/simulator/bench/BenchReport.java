package io.parley.simulator.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;

/** The results side by side, for people and for programs. */
record BenchReport(BenchPlan plan, Series parley, Series bare) {
    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            number(json, "ratio_throughput_50x20", ratio(parley.few(), bare.few()));
            number(json, "ratio_throughput_500x4", ratio(parley.many(), bare.many()));
            number(json, "p99_ms_parley", parley.paced().received().p99());
            number(json, "p99_ms_bare", bare.paced().received().p99());
            json.writeNumberField("rate_per_second", plan.ratePerSecond());
            json.writeNumberField("measured_seconds", plan.measured().toSeconds());
            json.writeNumberField("payload_bytes", Lane.PAYLOAD_BYTES);
            json.writeBooleanField("batching", plan.batching());
            json.writeNumberField("broken", Faults.count());
            json.writeBooleanField("disturbed", isDisturbed());
            series(json, "parley", parley);
            series(json, "bare", bare);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static double ratio(Measurement one, Measurement other) {
        return one.perSecond() / other.perSecond();
    }

    private static void series(JsonGenerator json, String name, Series series) throws IOException {
        json.writeObjectFieldStart(name);
        measurement(json, "closed_50x20", series.few());
        measurement(json, "closed_500x4", series.many());
        measurement(json, "open", series.paced());
        json.writeEndObject();
    }

    private static void measurement(JsonGenerator json, String name, Measurement it) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("messages", it.messages());
        number(json, "messages_per_second", it.perSecond());
        latency(json, "end_to_end_ms", it.received());
        latency(json, "hop1_ack_ms", it.acked());
        number(json, "broker_cpu_seconds_per_million", it.perMillion(it.broker().cpuSeconds()));
        number(
                json,
                "cassandra_cpu_seconds_per_million",
                it.perMillion(it.database().cpuSeconds()));
        number(json, "client_cpu_seconds_per_million", it.perMillion(it.clientCpuSeconds()));
        number(
                json,
                "broker_bytes_written_per_message",
                it.perMessage(it.broker().writtenBytes()));
        number(
                json,
                "cassandra_bytes_written_per_message",
                it.perMessage(it.database().writtenBytes()));
        number(json, "data_bytes_per_message", it.perMessage(it.dataBytes()));
        number(
                json,
                "other_cpu_share",
                it.otherCpuSeconds() / (it.seconds() * Runtime.getRuntime().availableProcessors()));
        json.writeNumberField("refused", it.anomalies().refused());
        json.writeNumberField("out_of_order", it.anomalies().outOfOrder());
        json.writeNumberField("unfinished", it.anomalies().unfinished());
        json.writeEndObject();
    }

    private static void latency(JsonGenerator json, String name, Measurement.Latency it) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "p50", it.p50());
        number(json, "p99", it.p99());
        number(json, "p999", it.p999());
        number(json, "max", it.max());
        json.writeEndObject();
    }

    /** Three digits are as much as is measured; as text, since 1e-3 is no use to a reader. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "0");
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n%-44s %12s %12s %8s%n", "", "parley", "bare", "ratio"));
        throughput(text, "messages/s, " + plan.few() + " in flight", parley.few(), bare.few());
        throughput(text, "messages/s, " + plan.many() + " in flight", parley.many(), bare.many());
        String paced = " ms at " + plan.ratePerSecond() + "/s";
        Measurement ours = parley.paced();
        Measurement theirs = bare.paced();
        row(
                text,
                "end to end p50" + paced,
                ours.received().p50(),
                theirs.received().p50());
        row(
                text,
                "end to end p99" + paced,
                ours.received().p99(),
                theirs.received().p99());
        row(
                text,
                "end to end p99.9" + paced,
                ours.received().p999(),
                theirs.received().p999());
        row(text, "hop-1 ack p50" + paced, ours.acked().p50(), theirs.acked().p50());
        row(text, "hop-1 ack p99" + paced, ours.acked().p99(), theirs.acked().p99());
        cost(text, plan.few().toString(), parley.few(), bare.few());
        cost(text, plan.many().toString(), parley.many(), bare.many());
        return text.toString();
    }

    private static void throughput(StringBuilder text, String what, Measurement ours, Measurement theirs) {
        text.append(String.format(
                Locale.ROOT,
                "%-44s %12.0f %12.0f %8.2f%n",
                what,
                ours.perSecond(),
                theirs.perSecond(),
                ratio(ours, theirs)));
    }

    private static void cost(StringBuilder text, String load, Measurement ours, Measurement theirs) {
        row(
                text,
                "broker CPU s per million, " + load,
                ours.perMillion(ours.broker().cpuSeconds()),
                theirs.perMillion(theirs.broker().cpuSeconds()));
        row(
                text,
                "Cassandra CPU s per million, " + load,
                ours.perMillion(ours.database().cpuSeconds()),
                0);
        row(
                text,
                "client CPU s per million, " + load,
                ours.perMillion(ours.clientCpuSeconds()),
                theirs.perMillion(theirs.clientCpuSeconds()));
        row(
                text,
                "bytes written per message, " + load,
                ours.perMessage(ours.broker().writtenBytes() + ours.database().writtenBytes()),
                theirs.perMessage(theirs.broker().writtenBytes()));
        row(
                text,
                "data folder growth per message, " + load,
                ours.perMessage(ours.dataBytes()),
                theirs.perMessage(theirs.dataBytes()));
    }

    private static void row(StringBuilder text, String what, double ours, double theirs) {
        text.append(String.format(Locale.ROOT, "%-44s %12.2f %12.2f%n", what, ours, theirs));
    }

    /** Whether this machine had something else to do. */
    boolean isDisturbed() {
        return parley.isDisturbed() || bare.isDisturbed();
    }

    /** Whether the numbers may be quoted. */
    boolean isSound() {
        return !parley.hasAnomalies() && !bare.hasAnomalies() && Faults.count() == 0;
    }
}
