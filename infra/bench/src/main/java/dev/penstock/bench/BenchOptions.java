package dev.penstock.bench;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param tasks tasks in each measured run, 1,000 to 10,000,000
 * @param tenants tenants that they are spread over, 1 to 100,000
 * @param backlog tasks queued before the backlog run is measured
 * @param idleTasks tasks submitted one by one on the idle system
 * @param peers whether BullMQ runs on the same work
 * @param settings settings of the measured stack, by name; what differs from the defaults is printed with the figures
 * @param report file for the figures as JSON, or null
 */
public record BenchOptions(
        int tasks,
        int tenants,
        int backlog,
        int idleTasks,
        boolean peers,
        Map<String, String> settings,
        @Nullable Path report) {
    public static final BenchOptions DEFAULT = new BenchOptions(200_000, 1_000, 100_000, 100, false, Map.of(), null);

    public BenchOptions {
        settings = Map.copyOf(settings);
        require(tasks >= 1_000 && tasks <= 10_000_000, "tasks must be 1,000 to 10,000,000");
        require(tenants >= 1 && tenants <= 100_000, "tenants must be 1 to 100,000");
        require(backlog >= 0 && backlog <= 10_000_000, "backlog must be 0 to 10,000,000");
        require(idleTasks >= 1 && idleTasks <= 10_000, "idle tasks must be 1 to 10,000");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
