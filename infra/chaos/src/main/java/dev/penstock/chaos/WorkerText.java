package dev.penstock.chaos;

import dev.penstock.audit.AuditTable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The result of a run of many executions at once as text for a terminal of 100 columns. */
public final class WorkerText {
    private static final String LINE = "%-22s %s%n";

    private WorkerText() {}

    public static String render(WorkerReport report) {
        StringBuilder out = new StringBuilder();
        line(out, "at once", "%,d calls wanted, %,d seen; %s", report.wanted(), report.most(), ramp(report));
        line(out, "tasks", "%,d handed in, %,d taken, %.0f s", report.submitted(), report.answered(), report.seconds());
        line(out, "ended", "%s, %,d open", counts(report.ends()), report.open());
        line(out, "attempts", "%s", counts(report.attempts()));
        report.probes().forEach(probe -> line(out, probe.process(), "%s", words(probe)));
        trouble(out, report);
        concurrency(out, report.concurrency());
        bill(out, report);
        out.append(System.lineSeparator()).append(AuditTable.render(report.audit()));
        out.append(String.format(Locale.ROOT, "%n%s%n", words(report.verdict())));
        return out.toString();
    }

    private static String ramp(WorkerReport report) {
        return report.rampSeconds() == 0
                ? "never as many as wanted"
                : format("as many as wanted after %.0f s", report.rampSeconds());
    }

    private static String words(WorkerProbe probe) {
        return format(
                "%,d attempts: %,d MiB live heap, %,d MiB resident, %d platform threads (%d of the system), %.0f %% of a core",
                probe.running(),
                probe.liveHeapMiB(),
                probe.residentMiB(),
                probe.platformThreads(),
                probe.osThreads(),
                probe.cpuPercent());
    }

    private static void trouble(StringBuilder out, WorkerReport report) {
        WorkerTrouble trouble = report.trouble();
        double seconds = trouble.away().toMillis() / 1e3;
        switch (trouble.fault()) {
            case NONE -> {}
            case KILL ->
                line(
                        out,
                        "kill -9",
                        "process %d with %,d attempts; then process %d",
                        trouble.pidBefore(),
                        trouble.running(),
                        trouble.pidAfter());
            case PAUSE ->
                line(
                        out,
                        "stopped",
                        "process %d with %,d attempts, for %.1f s; %,d late words refused",
                        trouble.pidBefore(),
                        trouble.running(),
                        seconds,
                        report.attempts().getOrDefault("result_rejected", 0L));
            case DRAIN ->
                line(
                        out,
                        "SIGTERM",
                        "process %d with %,d attempts: gone after %.1f s (%s); then process %d",
                        trouble.pidBefore(),
                        trouble.running(),
                        seconds,
                        report.exit(),
                        trouble.pidAfter());
            case CANCEL -> {
                Cancels cancels = report.cancels();
                line(
                        out,
                        "cancelled",
                        "%,d calls under way; %,d ended after %s",
                        cancels.asked(),
                        cancels.ended(),
                        cancels.gone());
                line(out, "", "on the log after %s", cancels.logged());
                line(out, "", "broken off by the worker after %s", cancels.brokenOff());
                line(out, "", "the engine's word could be read after %s", cancels.decided());
            }
        }
    }

    private static void concurrency(StringBuilder out, Concurrency seen) {
        line(
                out,
                "lanes at the provider",
                "%,d of cap %,d: at most %,d calls at once, %d above the cap, %d of these with a live lease",
                seen.lanes(),
                seen.cap(),
                seen.most(),
                seen.overshoot(),
                seen.unexplained());
        line(
                out,
                "overlaps",
                "%,d tasks with two calls at once, for %,d ms at most; %d while the first had its lease",
                seen.overlaps(),
                seen.longestOverlapMillis(),
                seen.unexplainedOverlaps());
        seen.examples().forEach(example -> line(out, "", "%s", example));
    }

    private static void bill(StringBuilder out, WorkerReport report) {
        ProviderBill bill = report.bill();
        line(
                out,
                "PostgreSQL",
                "%s",
                report.rows().equals(report.expectedRows())
                        ? "as the topics say"
                        : report.rows() + ", but the topics say " + report.expectedRows());
        line(
                out,
                "provider's bill",
                "%,d calls, %,d to their end and agreeing to the token (%,d); %,d broken off (%,d tokens)",
                bill.calls(),
                bill.exactCalls(),
                bill.exactTokens(),
                report.broken(),
                report.brokenTokens());
        line(out, "", "%,d calls without a record, %,d that differ", bill.unrecorded(), bill.differing());
        line(
                out,
                "",
                "of calls that one side did not see to their end: %,d tokens billed, %,d on record",
                bill.billedTokens() - bill.exactTokens(),
                bill.recordedTokens() - bill.exactTokens());
        bill.findings().forEach(finding -> line(out, "", "%s", finding));
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case CLEAN -> "clean: as many at once as wanted, nothing lost, no cap broken, everything accounted for";
            case VIOLATED -> "VIOLATED: see above";
            case INVALID -> "INVALID: it did not come to what it should show, so it proves nothing";
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

    private static void line(StringBuilder out, String name, String pattern, Object... args) {
        out.append(format(LINE, name, format(pattern, args)));
    }

    private static String format(String pattern, Object... args) {
        return String.format(Locale.ROOT, pattern, args);
    }
}
