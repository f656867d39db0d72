package dev.penstock.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** CPU time by process, children included, as the operating system accounts for it (10 ms steps on Linux). */
final class CpuMeter {
    private final Map<String, Long> pids;
    private Map<String, Duration> start;

    CpuMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
        this.start = read();
    }

    void restart() {
        start = read();
    }

    /** CPU microseconds per task by process since the last start. */
    Map<String, Double> microsPerTask(long tasks) {
        Map<String, Double> used = new LinkedHashMap<>();
        read().forEach((name, now) -> {
            Duration before = start.getOrDefault(name, Duration.ZERO);
            used.put(name, now.minus(before).toNanos() / 1_000.0 / tasks);
        });
        return used;
    }

    private Map<String, Duration> read() {
        Map<String, Duration> used = new LinkedHashMap<>();
        pids.forEach((name, pid) -> used.put(name, ofTree(pid)));
        return used;
    }

    private static Duration ofTree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
