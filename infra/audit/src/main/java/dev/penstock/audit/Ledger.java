package dev.penstock.audit;

import java.util.List;
import java.util.Locale;

/**
 * The books of all tenants, held against the calls to providers. All amounts in micro-dollars.
 *
 * @param tenants one line each, those that spent most first
 * @param finished finished calls
 * @param finishedCost what they cost
 * @param booked of that, what stands on the books as spent
 * @param toldOnly spent by the word of results whose calls have no record of their end
 * @param late calls that ended with a known cost, while their attempt is booked at its estimate
 * @param lateCost what those cost
 * @param open calls whose end nobody knows
 * @param openReserved what is reserved for those
 * @param unknownCalls the first of the open ones and of the late ones
 */
public record Ledger(
        List<Line> tenants,
        long finished,
        long finishedCost,
        long booked,
        long toldOnly,
        long late,
        long lateCost,
        long open,
        long openReserved,
        List<UnknownCall> unknownCalls) {
    /** Where calls were not read. */
    static final Ledger NONE = new Ledger(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    public Ledger {
        tenants = List.copyOf(tenants);
        unknownCalls = List.copyOf(unknownCalls);
    }

    /**
     * One tenant's books at the end of the log, over all months.
     *
     * @param attempts attempts whose worker told what they used, late ones included
     * @param spent booked for those
     * @param unknownAttempts attempts that ended without a word
     * @param unknown booked for those, at their estimates
     * @param settledAttempts attempts of which a late result told
     * @param settled spent by those
     * @param calls finished calls
     * @param callsCost what they cost
     */
    public record Line(
            String tenant,
            long attempts,
            long spent,
            long unknownAttempts,
            long unknown,
            long settledAttempts,
            long settled,
            long calls,
            long callsCost) {}

    /**
     * A call that the books do not know the cost of.
     *
     * @param startedAtMillis worker's clock
     * @param micros what it cost when that is on record, else what was reserved for it
     * @param standing why
     */
    public record UnknownCall(
            String tenant,
            String task,
            int attempt,
            String model,
            long startedAtMillis,
            long micros,
            String standing) {}

    public long spent() {
        return tenants.stream().mapToLong(Line::spent).sum();
    }

    public long unknown() {
        return tenants.stream().mapToLong(Line::unknown).sum();
    }

    /** Every finished and every open call is in {@link #unknownCalls} or among those that are spent. */
    String note() {
        return String.format(Locale.ROOT, "%,d calls, %,d of them unknown to the books", finished + open, late + open);
    }
}
