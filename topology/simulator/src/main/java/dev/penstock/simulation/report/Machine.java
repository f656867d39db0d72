package dev.penstock.simulation.report;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * What a simulation took; alone in a report to differ from run to run.
 *
 * @param decisionsPerSecond commands that engines decided on, by the wall clock
 * @param peakHeapBytes most heap in use at once, garbage included
 */
public record Machine(int processors, double wallSeconds, double decisionsPerSecond, long peakHeapBytes) {

    public static Watch watch() {
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        return new Watch(System.nanoTime(), heap);
    }

    /** Since when it is measured. */
    public record Watch(long startNanos, List<MemoryPoolMXBean> heap) {
        public Watch {
            heap = List.copyOf(heap);
        }

        public Machine stop(long decisions) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            long peak = heap.stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            return new Machine(Runtime.getRuntime().availableProcessors(), seconds, decisions / seconds, peak);
        }
    }

    Json toJson() {
        return new Json.Obj()
                .put("processors", processors)
                .put("wallSeconds", wallSeconds)
                .put("decisionsPerSecond", decisionsPerSecond)
                .put("peakHeapBytes", peakHeapBytes);
    }

    void render(Text text) {
        text.line(
                "wall time %.1f s on %d processors, %,.0f decisions/s, peak heap %,d MiB (garbage included)",
                wallSeconds, processors, decisionsPerSecond, peakHeapBytes >> 20);
    }
}
