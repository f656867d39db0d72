package dev.penstock.audit;

import java.util.Locale;

/** An audit's result as text for a terminal of 100 columns. */
public final class AuditTable {
    private static final String ROW = "%-4s %-48s %10s %10s  %s%n";

    private AuditTable() {}

    public static String render(AuditReport report) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, ROW, "", "invariant", "examined", "violations", "note"));
        for (InvariantResult result : report.results()) {
            out.append(row(result));
        }
        if (!report.ledger().tenants().isEmpty()) {
            out.append(System.lineSeparator()).append(LedgerTable.render(report.ledger()));
        }
        for (InvariantResult result : report.results()) {
            appendViolations(out, result);
        }
        out.append(String.format(
                Locale.ROOT,
                "%,d events and %,d dispatches of %,d tenants: %s%n",
                report.events(),
                report.dispatches(),
                report.tenants(),
                report.holds() ? "every invariant holds" : report.violations() + " violations"));
        return out.toString();
    }

    private static String row(InvariantResult result) {
        String id = result.invariant().name().toLowerCase(Locale.ROOT);
        return String.format(
                        Locale.ROOT,
                        ROW,
                        id.startsWith("i") ? id.toUpperCase(Locale.ROOT) : id,
                        result.invariant().title(),
                        String.format(Locale.ROOT, "%,d", result.examined()),
                        result.holds() ? "-" : String.format(Locale.ROOT, "%,d", result.violationCount()),
                        result.note())
                .stripTrailing()
                .concat(System.lineSeparator());
    }

    private static void appendViolations(StringBuilder out, InvariantResult result) {
        for (Violation v : result.violations()) {
            out.append("  ").append(result.invariant()).append(' ').append(v.tenant());
            if (!v.task().isEmpty()) {
                out.append(" task ").append(v.task());
            }
            out.append(v.offset() < 0 ? " at the end of the log" : " at " + v.partition() + "/" + v.offset());
            out.append(": ").append(v.explanation()).append(System.lineSeparator());
        }
        long hidden = result.violationCount() - result.violations().size();
        if (hidden > 0) {
            out.append("  ")
                    .append(result.invariant())
                    .append(" and ")
                    .append(hidden)
                    .append(" more")
                    .append(System.lineSeparator());
        }
    }
}
