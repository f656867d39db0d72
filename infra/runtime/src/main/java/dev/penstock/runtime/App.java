package dev.penstock.runtime;

/** One of Penstock's processes, wherever it is hosted: alone in its JVM or with the others. */
public interface App extends AutoCloseable {
    /** {@code streams}, {@code workers}, {@code projections} or {@code api}. */
    String name();

    /** Starts it and returns once it does its work, or throws with what to do about it. */
    void start() throws Exception;

    /** How it is; cheap, from any thread. */
    Health health();

    /** Has a {@link #close} that is under way hand back at once what it would have let end by itself. From any thread; returns at once. */
    default void hurry() {}

    /** Finishes what it holds within its drain limit, then lets go of everything. */
    @Override
    void close();
}
