package dev.penstock.bench;

import java.util.Map;

/**
 * One measured run.
 *
 * @param tasks tasks that went from submission to their terminal event
 * @param seconds from the first submission to the last terminal event
 * @param waitP50 milliseconds from submission to start, median; {@code waitP99} likewise
 * @param cpuMicrosPerTask by process
 */
public record Run(
        String name,
        long tasks,
        long failed,
        double seconds,
        long waitP50,
        long waitP99,
        Map<String, Double> cpuMicrosPerTask) {
    public double tasksPerSecond() {
        return tasks / seconds;
    }

    public double totalCpuMicrosPerTask() {
        return cpuMicrosPerTask.values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
