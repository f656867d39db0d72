package dev.penstock.cli.board;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Figures over all events seen.
 *
 * @param repeats submissions dropped as repeats of an accepted one
 * @param retries attempts that failed or lapsed and were followed by another
 * @param deferrals attempts handed back unspent
 * @param doubles acceptances and ends of tasks that had theirs already
 * @param waits from acceptance to first start, in no order
 * @param cutShort attempts that the engine ended while they may still have run
 * @param tokens input and output together, by tenant
 * @param costMicros micro-dollars, by tenant
 */
public record Totals(
        long accepted,
        long rejected,
        long succeeded,
        long dead,
        long cancelled,
        long open,
        long repeats,
        long conflicts,
        long retries,
        long deferrals,
        long doubles,
        List<Wait> waits,
        Set<CutShort> cutShort,
        Map<String, Long> tokens,
        Map<String, Long> costMicros) {

    /** How long a task waited, in milliseconds. */
    public record Wait(String tenant, String tier, long millis) {}

    /** An attempt that lapsed or was cancelled, and when (engine clock, ms). */
    public record CutShort(TaskKey task, int attempt, long atMillis) {}
}
