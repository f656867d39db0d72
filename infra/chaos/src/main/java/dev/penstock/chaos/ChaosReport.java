package dev.penstock.chaos;

import dev.penstock.audit.AuditReport;
import java.util.List;
import java.util.Map;

/**
 * A run in figures.
 *
 * @param submitted tasks that tenants tried to hand in
 * @param answered those that were taken
 * @param repeats requests made again, since no answer came
 * @param seconds from the first task handed in to the last one's end
 * @param quiet whether all accepted tasks ended in time
 * @param open tasks that had not ended
 * @param ends tasks by how they ended
 * @param attempts what became of attempts, by kind of event
 * @param rows what PostgreSQL showed at the end
 * @param expectedRows what it should have
 */
public record ChaosReport(
        long seed,
        List<Fault> faults,
        long submitted,
        long answered,
        long repeats,
        double seconds,
        boolean quiet,
        long open,
        Map<String, Long> ends,
        Map<String, Long> attempts,
        Rows rows,
        Rows expectedRows,
        ProviderBill bill,
        AuditReport audit) {
    /** Kills without which a run proves nothing. */
    static final int LEAST_EVIDENCED = 2;

    public ChaosReport {
        faults = List.copyOf(faults);
        ends = Map.copyOf(ends);
        attempts = Map.copyOf(attempts);
    }

    public long evidenced() {
        return faults.stream().filter(Fault::evidenced).count();
    }

    public Verdict verdict() {
        if (evidenced() < LEAST_EVIDENCED || answered * 2 < submitted) {
            return Verdict.INVALID;
        }
        boolean good = quiet && audit.holds() && bill.holds() && rows.equals(expectedRows);
        return good ? Verdict.CLEAN : Verdict.VIOLATED;
    }
}
