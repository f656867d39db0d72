package dev.penstock.cli.demo;

import java.util.List;

/** Exact percentiles of waits in milliseconds. */
record Percentiles(long count, long p50, long p99) {
    /** By the nearest-rank method; 0 where there are no samples. */
    static Percentiles of(List<Long> samples) {
        List<Long> sorted = samples.stream().sorted().toList();
        return new Percentiles(sorted.size(), at(sorted, 0.50), at(sorted, 0.99));
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
