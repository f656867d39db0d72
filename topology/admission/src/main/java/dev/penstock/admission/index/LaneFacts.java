package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stands, for telling people.
 *
 * @param queued by tier
 * @param capacity 0 for one that is closed
 * @param head that is granted next, null when nothing is queued
 * @param headEstimate what it would reserve, micro-dollars
 * @param headCounted whether it counts towards a month's task limit already
 * @param headSince since when it is queued
 * @param headsSince the same of the head of each tier, by tier; 0 where there is none
 * @param firstsSince since when the first of each tier is queued that did not come back, by tier; 0 where there is none
 * @param ready whether every limit but the role's has room for it
 * @param millisPerTask pace of its grants, null for none known, as a mean of so many {@code intervals}
 * @param lastGrantAt the clock if nothing was waiting since
 * @param inflow tasks a millisecond that came in lately, by tier; all 0 when nothing tells
 * @param returns the same of tasks that came back to be granted again
 */
public record LaneFacts(
        List<Integer> queued,
        int live,
        int capacity,
        @Nullable TaskKey head,
        long headEstimate,
        boolean headCounted,
        long headSince,
        List<Long> headsSince,
        List<Long> firstsSince,
        boolean ready,
        @Nullable Double millisPerTask,
        int intervals,
        long lastGrantAt,
        List<Double> inflow,
        List<Double> returns) {}
