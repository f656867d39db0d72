package dev.penstock.admission;

import java.util.List;

/**
 * How a tenant stands. Amounts are micro-dollars of the month that the engine's clock stands in.
 *
 * @param pending tasks that wait or are queued
 * @param cap of all its lanes together; 0 for none
 * @param spentMicros by attempts whose cost is known
 * @param unknownMicros booked for attempts of which nobody knows what they cost
 * @param reservedMicros held by attempts that are live
 * @param budgetMicros 0 for no limit
 * @param lanes those that have work
 */
public record TenantSummary(
        String tenant,
        String plan,
        long configVersion,
        Flow flow,
        int pending,
        int live,
        int cap,
        long spentMicros,
        long unknownMicros,
        long reservedMicros,
        long budgetMicros,
        List<LaneSummary> lanes) {
    public TenantSummary {
        lanes = List.copyOf(lanes);
    }
}
