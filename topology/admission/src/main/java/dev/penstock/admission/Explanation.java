package dev.penstock.admission;

import dev.penstock.admission.Event.TaskRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task is not running yet.
 *
 * @param state as the engine has it, for example {@code QUEUED}
 * @param since when it entered that state, milliseconds since 1970-01-01T00:00Z by the engine's clock
 * @param ahead tasks of its lane that go before it
 * @param holds what keeps it from running, what would keep it longest first; empty when nothing does
 * @param prediction null when there is nothing to go by, or it runs or has ended
 * @param configVersion of the tenant's limits that were looked at
 */
public record Explanation(
        TaskRef task,
        String state,
        int attempt,
        int maxAttempts,
        long since,
        long now,
        int ahead,
        List<Hold> holds,
        @Nullable Prediction prediction,
        long configVersion) {
    public Explanation {
        holds = List.copyOf(holds);
    }

    /**
     * When it is likely to start, should nothing change.
     *
     * @param startsAt milliseconds since 1970-01-01T00:00Z
     * @param basis what it was told from
     * @param millisPerTask the pace that it was told from, 0 where no pace matters
     */
    public record Prediction(long startsAt, Basis basis, double millisPerTask) {}

    /** What a prediction rests on. */
    public enum Basis {
        /** How fast its lane was granted tasks lately; at its cap also how long attempts of the role take, the more the fewer its grants. */
        LANE_PACE,
        /** How fast the role's lanes were granted tasks lately. */
        ROLE_PACE,
        /** How long attempts of the role take, and how many of the lane may run at once. */
        RUN_TIME,
        /** The time alone that it waits for. */
        TIME
    }
}
