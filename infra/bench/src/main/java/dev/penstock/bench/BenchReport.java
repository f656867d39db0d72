package dev.penstock.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All figures of one bench, all from the same machine in the same run.
 *
 * @param settings settings that differed from the defaults
 * @param idleStartP50 milliseconds from the REST request to the task's start on an idle system, median; {@code idleStartP99} likewise
 * @param idleEndP50 milliseconds from the REST request to the task's terminal event, median
 * @param peer BullMQ's figures, null when it was not run
 */
public record BenchReport(
        int processors,
        int tenants,
        Map<String, String> settings,
        long idleStartP50,
        long idleStartP99,
        long idleEndP50,
        List<Run> runs,
        @Nullable Peer peer) {

    /** What BullMQ did with the same work; tasks per second, and milliseconds from addition to start. */
    public record Peer(String name, int workers, double tasksPerSecond, long waitP50, long waitP99) {}

    /** The figures as text for a terminal. */
    public String render() {
        StringBuilder out = new StringBuilder();
        line(
                out,
                "%d processors, %,d tenants, three tiers, seven roles, exactly-once, projections running; %s",
                processors,
                tenants,
                settings.isEmpty() ? "default settings" : new TreeMap<>(settings));
        line(out, "");
        line(
                out,
                "%-28s %10s %10s %12s %12s %14s",
                "run",
                "tasks",
                "tasks/s",
                "wait p50 ms",
                "wait p99 ms",
                "CPU us/task");
        for (Run run : runs) {
            line(
                    out,
                    "%-28s %,10d %,10.0f %,12d %,12d %,14.0f",
                    run.name(),
                    run.tasks(),
                    run.tasksPerSecond(),
                    run.waitP50(),
                    run.waitP99(),
                    run.totalCpuMicrosPerTask());
        }
        if (peer != null) {
            line(
                    out,
                    "%-28s %10s %,10.0f %,12d %,12d",
                    peer.name() + ", " + peer.workers() + " worker(s)",
                    "",
                    peer.tasksPerSecond(),
                    peer.waitP50(),
                    peer.waitP99());
        }
        line(out, "");
        for (Run run : runs) {
            StringBuilder by = new StringBuilder();
            run.cpuMicrosPerTask()
                    .forEach((process, micros) -> by.append(String.format(Locale.ROOT, "  %s %.1f", process, micros)));
            line(out, "CPU us/task, %s:%s", run.name(), by);
        }
        line(out, "");
        line(
                out,
                "idle system, one task at a time: started p50 %d ms, p99 %d ms; ended p50 %d ms",
                idleStartP50,
                idleStartP99,
                idleEndP50);
        if (peer != null && !runs.isEmpty()) {
            line(
                    out,
                    "ratio to %s, caps open: %.2f",
                    peer.name(),
                    runs.getFirst().tasksPerSecond() / peer.tasksPerSecond());
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String format, Object... args) {
        out.append(String.format(Locale.ROOT, format, args)).append('\n');
    }
}
