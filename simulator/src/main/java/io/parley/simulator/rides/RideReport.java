package io.parley.simulator.rides;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.judge.track.TrackFault;
import io.parley.simulator.judge.track.TrackVerdict;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.report.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The end of a run of rides.
 *
 * @param faults inflicted
 * @param numbers of rides, delays and the like, by name
 * @param counts of what happened, by name
 * @param settled whether everything came to rest in the time allowed
 */
record RideReport(
        TrackVerdict verdict,
        long seed,
        Map<FaultKind, Long> faults,
        Map<String, Double> numbers,
        Map<String, Long> counts,
        double seconds,
        boolean settled)
        implements Report {
    private static final int FINDINGS_SHOWN = 20;

    RideReport {
        Map<FaultKind, Long> ordered = new EnumMap<>(FaultKind.class);
        ordered.putAll(faults);
        faults = ordered;
        numbers = new TreeMap<>(numbers);
        counts = new TreeMap<>(counts);
    }

    @Override
    public boolean isClean() {
        return verdict.isClean() && settled && numbers.getOrDefault("rides_driven", 0.0) > 0;
    }

    @Override
    public List<String> broken() {
        return verdict.findings();
    }

    @Override
    public String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("clean", isClean());
            for (TrackFault fault : TrackFault.values()) {
                json.writeNumberField(fault.name().toLowerCase(Locale.ROOT), verdict.count(fault));
            }
            for (Map.Entry<String, Double> number : numbers.entrySet()) {
                json.writeFieldName(number.getKey());
                json.writeNumber(String.format(Locale.ROOT, "%.3f", number.getValue()));
            }
            counts(json, "evidence", verdict.evidence());
            counts(json, "counts", counts);
            json.writeNumberField("seed", seed);
            json.writeObjectFieldStart("faults");
            for (Map.Entry<FaultKind, Long> fault : faults.entrySet()) {
                json.writeNumberField(fault.getKey().code(), fault.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("settled", settled);
            json.writeFieldName("seconds");
            json.writeNumber(String.format(Locale.ROOT, "%.1f", seconds));
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%n%s", LiechtensteinMap.ATTRIBUTION);
        line(text, "%.1f s with seed %d, faults: %s", seconds, seed, faults.isEmpty() ? "none" : faults);
        numbers.forEach((name, number) -> line(text, "  %-36s %12.1f", name.replace('_', ' '), number));
        line(text, "what there was to judge: %s", verdict.evidence());
        counts.forEach((name, count) -> line(text, "  %-36s %10d", name, count));
        for (TrackFault fault : TrackFault.values()) {
            line(text, "  %-20s %d", fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), verdict.count(fault));
        }
        if (!settled) {
            line(text, "It did not come to rest in the time allowed.");
        }
        List<String> findings = verdict.findings();
        findings.stream().limit(FINDINGS_SHOWN).forEach(it -> line(text, "%s", it));
        if (findings.size() > FINDINGS_SHOWN) {
            line(text, "and %d more", findings.size() - FINDINGS_SHOWN);
        }
        line(text, isClean() ? "Every promise was kept." : "Promises were broken.");
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
