package dev.penstock.torture;

/** What is made from one seed, to be run once. */
interface Schedule {
    /** Throws what does not hold. */
    void run();

    /** Commands processed for the first time so far. */
    int steps();

    /** What came of them. */
    long events();

    /** Makes the schedule of a seed, which counts what it comes across. */
    @FunctionalInterface
    interface Maker {
        Schedule make(long seed, Coverage coverage);
    }
}
