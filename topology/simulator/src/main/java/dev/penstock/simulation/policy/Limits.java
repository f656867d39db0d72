package dev.penstock.simulation.policy;

/** How high limits may be set: as high as intake lets a configuration set them. */
final class Limits {
    static final long CONCURRENT = 1_000_000;

    /** A billion dollars. */
    static final long MICROS = 1_000_000_000_000_000L;

    private Limits() {}
}
