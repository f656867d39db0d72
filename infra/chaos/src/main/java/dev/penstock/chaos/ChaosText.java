package dev.penstock.chaos;

import dev.penstock.audit.AuditTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run's result as text for a terminal of 100 columns. */
public final class ChaosText {
    private static final String LINE = "%-22s %s%n";

    private ChaosText() {}

    public static String render(ChaosReport report) {
        StringBuilder out = new StringBuilder();
        out.append(format("%-14s %6s %10s %14s%n", "killed", "times", "evidenced", "longest away"));
        Map<String, List<Fault>> parts =
                report.faults().stream().collect(Collectors.groupingBy(Fault::part, TreeMap::new, Collectors.toList()));
        parts.forEach((part, faults) -> out.append(format(
                "%-14s %6d %10d %12.1f s%n",
                part,
                faults.size(),
                faults.stream().filter(Fault::evidenced).count(),
                faults.stream()
                                .max(Comparator.comparing(Fault::away))
                                .map(fault -> fault.away().toMillis())
                                .orElse(0L)
                        / 1e3)));
        out.append(format("%-14s %6d %10d%n%n", "all", report.faults().size(), report.evidenced()));
        out.append(format(
                LINE,
                "tasks",
                format(
                        "%,d handed in, %,d taken, %,d requests repeated, %.0f s",
                        report.submitted(), report.answered(), report.repeats(), report.seconds())));
        out.append(format(LINE, "ended", counts(report.ends()) + format(", %,d open", report.open())));
        out.append(format(LINE, "attempts", counts(report.attempts())));
        out.append(format(LINE, "PostgreSQL", rows(report)));
        out.append(format(LINE, "provider's bill", bill(report.bill())));
        report.bill().findings().forEach(finding -> out.append(format(LINE, "", finding)));
        out.append(System.lineSeparator()).append(AuditTable.render(report.audit()));
        out.append(format("%n%s (seed %d)%n", words(report.verdict()), report.seed()));
        return out.toString();
    }

    private static String rows(ChaosReport report) {
        Rows rows = report.rows();
        String text = format(
                "%s; %,d calls, %,d finished at %,d micro-dollars",
                counts(rows.tasks()), rows.calls(), rows.finishedCalls(), rows.costMicros());
        return rows.equals(report.expectedRows())
                ? text + ": as the topics say"
                : text + ": the topics say otherwise: " + report.expectedRows();
    }

    private static String bill(ProviderBill bill) {
        return format(
                "%,d calls of %,d tokens; %,d calls of %,d tokens agree to the token;"
                        + " %,d tokens on record; %,d unrecorded calls, %,d that differ",
                bill.calls(),
                bill.billedTokens(),
                bill.exactCalls(),
                bill.exactTokens(),
                bill.recordedTokens(),
                bill.unrecorded(),
                bill.differing());
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case CLEAN -> "clean: nothing lost, nothing doubled, everything accounted for";
            case VIOLATED -> "VIOLATED: see above";
            case INVALID -> "INVALID: too few kills are evidenced or too few tasks were taken, so it proves nothing";
        };
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(e -> format("%,d %s", e.getValue(), e.getKey()))
                                .collect(Collectors.joining(", "));
    }

    private static String format(String pattern, Object... args) {
        return String.format(Locale.ROOT, pattern, args);
    }
}
