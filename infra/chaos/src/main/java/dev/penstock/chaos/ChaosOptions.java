package dev.penstock.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What run to make.
 *
 * @param tasks handed in, over all tenants
 * @param kills processes killed while they are
 * @param parts which ones, by their names in the stack
 * @param perSecond tasks handed in a second at most
 * @param cancelEvery every so many-th task is cancelled a moment later; 0 cancels none
 * @param seed decides which process is killed when, and the tasks
 * @param patience how long the work may go on after the last task was handed in
 * @param report where the figures go as JSON; null for nowhere
 */
public record ChaosOptions(
        int tasks,
        int kills,
        List<String> parts,
        int perSecond,
        int cancelEvery,
        long seed,
        Duration patience,
        @Nullable Path report) {
    /** Every process of the stack but the one that supervises. */
    public static final List<String> PARTS =
            List.of("kafka", "streams", "workers", "api", "projections", "redis", "postgres", "simulator");

    public static final int MAX_TASKS = 1_000_000;
    public static final int MAX_KILLS = 1_000;

    /** A kill for so many tasks, unless told otherwise. */
    private static final int TASKS_PER_KILL = 250;

    public ChaosOptions {
        parts = List.copyOf(parts);
        range("tasks", tasks, 20, MAX_TASKS);
        range("kills", kills, 0, MAX_KILLS);
        range("per second", perSecond, 1, 1_000);
        range("cancel every", cancelEvery, 0, MAX_TASKS);
        for (String part : parts) {
            if (!PARTS.contains(part)) {
                throw new IllegalArgumentException("There is no process " + part + " to kill, but " + PARTS + ".");
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("There must be a process to kill.");
        }
    }

    public static int killsFor(int tasks) {
        return Math.clamp(tasks / TASKS_PER_KILL, 2, MAX_KILLS);
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d but should be from %d to %d.".formatted(what, value, min, max));
        }
    }
}
