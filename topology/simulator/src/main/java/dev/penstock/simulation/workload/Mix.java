package dev.penstock.simulation.workload;

/** A 64-bit finalizer (SplitMix64): neighbouring numbers give unrelated ones, and different numbers different ones. */
public final class Mix {
    private Mix() {}

    public static long of(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
