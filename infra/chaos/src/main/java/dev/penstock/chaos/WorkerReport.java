package dev.penstock.chaos;

import dev.penstock.audit.AuditReport;
import java.util.List;
import java.util.Map;

/**
 * A run of many executions at once in figures.
 *
 * @param wanted executions that had to be under way at once
 * @param most that the provider saw at once
 * @param seconds from the first task handed in to the last one's end
 * @param rampSeconds until as many as wanted were under way; 0 when they never were
 * @param probes what the processes took then
 * @param quiet whether all accepted tasks ended in time
 * @param ends tasks by how they ended
 * @param attempts what became of attempts, by kind of event
 * @param broken calls that did not get to their end
 * @param brokenTokens billed for these
 */
public record WorkerReport(
        int wanted,
        int most,
        long submitted,
        long answered,
        double seconds,
        double rampSeconds,
        List<WorkerProbe> probes,
        WorkerTrouble trouble,
        String exit,
        Cancels cancels,
        boolean quiet,
        long open,
        Map<String, Long> ends,
        Map<String, Long> attempts,
        Concurrency concurrency,
        long broken,
        long brokenTokens,
        Rows rows,
        Rows expectedRows,
        ProviderBill bill,
        AuditReport audit) {
    public WorkerReport {
        probes = List.copyOf(probes);
        ends = Map.copyOf(ends);
        attempts = Map.copyOf(attempts);
    }

    public Verdict verdict() {
        boolean late = trouble.fault() != WorkerFault.PAUSE || attempts.getOrDefault("result_rejected", 0L) > 0;
        boolean cancelled = trouble.fault() != WorkerFault.CANCEL || cancels.ended() > 0;
        if (most < wanted || !trouble.evidenced() || !late || !cancelled || answered < submitted) {
            return Verdict.INVALID;
        }
        boolean good = quiet
                && audit.holds()
                && bill.holds()
                && rows.equals(expectedRows)
                && concurrency.holds()
                && cancels.holds();
        return good ? Verdict.CLEAN : Verdict.VIOLATED;
    }
}
