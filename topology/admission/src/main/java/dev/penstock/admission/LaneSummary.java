package dev.penstock.admission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stands.
 *
 * @param queued tasks in its queues, by {@link Tier}'s order
 * @param live grants and leases
 * @param cap 0 for one that is closed in whatever way
 * @param roleUnstarted grants of the role in this slot that no worker has started
 * @param roleWindow how many there may be
 * @param headSince since when the head of its queues waits, milliseconds since 1970-01-01T00:00Z; 0 when none does
 * @param holds what keeps its head from running
 * @param millisPerTask how fast it was granted tasks lately, null when nothing tells
 */
public record LaneSummary(
        String tenant,
        String role,
        List<Integer> queued,
        int live,
        int cap,
        int roleUnstarted,
        int roleWindow,
        long headSince,
        List<Hold> holds,
        @Nullable Double millisPerTask) {
    public LaneSummary {
        queued = List.copyOf(queued);
        holds = List.copyOf(holds);
    }
}
