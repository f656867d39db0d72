package dev.penstock.cli.board;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Figures over all events seen.
 *
 * @param planned accepted ones that a plan brought, without a submission of their own
 * @param repeats submissions dropped as repeats of an accepted one
 * @param retries attempts that failed or lapsed and were followed by another
 * @param deferrals attempts handed back unspent
 * @param doubles acceptances and ends of tasks that had theirs already
 * @param waits to the first start, from acceptance or from when nothing was to be waited for, in no order
 * @param cutShort attempts that the engine ended while they may still have run
 * @param tokens input and output together, by tenant
 * @param costMicros micro-dollars, by tenant
 * @param campaigns as their last progress tells
 */
public record Totals(
        long accepted,
        long planned,
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
        Map<String, Long> costMicros,
        List<Campaign> campaigns) {

    /** How a campaign stands; failed tasks are dead or expired ones. */
    public record Campaign(
            String tenant,
            String name,
            String state,
            int total,
            int succeeded,
            int failed,
            int cancelled,
            long costMicros) {
        public boolean running() {
            return state.equals("running");
        }
    }

    /** Whether a task or a campaign has not ended. */
    public boolean anyOpen() {
        return open > 0 || campaigns.stream().anyMatch(Campaign::running);
    }

    /** How long a task waited, in milliseconds. */
    public record Wait(String tenant, String tier, long millis) {}

    /** An attempt that lapsed or was cancelled, and when (engine clock, ms). */
    public record CutShort(TaskKey task, int attempt, long atMillis) {}
}
