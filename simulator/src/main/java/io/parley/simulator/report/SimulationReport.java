package io.parley.simulator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.judge.Fault;
import io.parley.simulator.judge.Finding;
import io.parley.simulator.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The end of a simulation.
 *
 * @param refused sends that were refused for good, each with its sender told
 * @param seconds from the first connection to the last message settled
 * @param settled whether everything came to rest in the time allowed
 * @param groups of a run with groups
 */
public record SimulationReport(
        Verdict verdict,
        long seed,
        Map<FaultKind, Long> faults,
        long refused,
        double seconds,
        boolean settled,
        Optional<Groups> groups)
        implements Report {
    private static final int FINDINGS_SHOWN = 20;

    /**
     * What there was of groups.
     *
     * @param changes in their logs
     * @param amendments in all side logs
     * @param refusals of calls, by reason
     * @param evidence how much of each kind there was to judge: what there was none of was not checked
     */
    public record Groups(
            int count, long changes, long amendments, Map<String, Long> refusals, Map<String, Long> evidence) {
        public Groups {
            refusals = new TreeMap<>(refusals);
            evidence = new TreeMap<>(evidence);
        }
    }

    /** Of a run without groups. */
    public SimulationReport(
            Verdict verdict, long seed, Map<FaultKind, Long> faults, long refused, double seconds, boolean settled) {
        this(verdict, seed, faults, refused, seconds, settled, Optional.empty());
    }

    public SimulationReport ofGroups(Groups of) {
        return new SimulationReport(verdict, seed, faults, refused, seconds, settled, Optional.of(of));
    }

    public SimulationReport {
        faults = Map.copyOf(faults);
    }

    @Override
    public boolean isClean() {
        return verdict.isClean();
    }

    @Override
    public List<String> broken() {
        return verdict.findings().stream().map(Finding::toString).toList();
    }

    @Override
    public String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("accepted", verdict.accepted());
            json.writeNumberField("delivered", verdict.delivered());
            json.writeNumberField("lost", verdict.count(Fault.LOST));
            json.writeNumberField("repeated", verdict.count(Fault.REPEATED));
            json.writeNumberField("reordered", verdict.count(Fault.REORDERED));
            json.writeNumberField("gaps", verdict.count(Fault.GAP));
            json.writeNumberField("unexplained", verdict.count(Fault.UNEXPLAINED));
            if (groups.isPresent()) {
                ofGroups(json, groups.get());
            }
            json.writeNumberField("seed", seed);
            json.writeObjectFieldStart("faults");
            for (FaultKind kind : FaultKind.values()) {
                if (faults.containsKey(kind)) {
                    json.writeNumberField(kind.code(), faults.getOrDefault(kind, 0L));
                }
            }
            json.writeEndObject();
            json.writeNumberField("refused", refused);
            json.writeBooleanField("settled", settled);
            json.writeFieldName("seconds");
            json.writeNumber(String.format(Locale.ROOT, "%.1f", seconds));
            json.writeEndObject();
        }
        return text.toString();
    }

    private void ofGroups(JsonGenerator json, Groups of) throws IOException {
        json.writeNumberField("trespasses", verdict.count(Fault.TRESPASS));
        json.writeNumberField("unequal", verdict.count(Fault.UNEQUAL));
        json.writeNumberField("disagreed", verdict.count(Fault.DISAGREED));
        json.writeNumberField("drift", verdict.count(Fault.DRIFT));
        json.writeNumberField("false_receipts", verdict.count(Fault.FALSE_RECEIPT));
        json.writeNumberField("groups", of.count());
        json.writeNumberField("changes", of.changes());
        json.writeNumberField("amendments", of.amendments());
        counts(json, "refused_calls", of.refusals());
        counts(json, "evidence", of.evidence());
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
        text.append(String.format(
                Locale.ROOT,
                "%naccepted %d, delivered %d, refused %d, in %.1f s with seed %d%n",
                verdict.accepted(),
                verdict.delivered(),
                refused,
                seconds,
                seed));
        text.append("faults: ").append(faultsText()).append(System.lineSeparator());
        groups.ifPresent(of -> text.append(String.format(
                Locale.ROOT,
                "%d groups, %d changes, %d amendments, refused calls: %s%nevidence: %s%n",
                of.count(),
                of.changes(),
                of.amendments(),
                of.refusals(),
                of.evidence())));
        for (Fault fault : Fault.values()) {
            if (groups.isEmpty() && fault.compareTo(Fault.UNEXPLAINED) > 0) {
                break; // not asked of chats
            }
            text.append(String.format(
                    Locale.ROOT, "  %-12s %d%n", fault.name().toLowerCase(Locale.ROOT), verdict.count(fault)));
        }
        if (!settled) {
            text.append("It did not come to rest in the time allowed.").append(System.lineSeparator());
        }
        List<Finding> findings = verdict.findings();
        findings.stream().limit(FINDINGS_SHOWN).forEach(it -> text.append(it).append(System.lineSeparator()));
        if (findings.size() > FINDINGS_SHOWN) {
            text.append("and ")
                    .append(findings.size() - FINDINGS_SHOWN)
                    .append(" more")
                    .append(System.lineSeparator());
        }
        text.append(verdict.isClean() ? "Every promise was kept." : "Promises were broken.")
                .append(System.lineSeparator());
        return text.toString();
    }

    private String faultsText() {
        if (faults.isEmpty()) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        for (FaultKind kind : FaultKind.values()) {
            if (faults.containsKey(kind)) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(kind.code())
                        .append(' ')
                        .append(faults.get(kind));
            }
        }
        return text.toString();
    }
}
