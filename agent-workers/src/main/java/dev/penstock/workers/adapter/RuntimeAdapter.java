package dev.penstock.workers.adapter;

/** A way to an agent runtime. Used by many threads at once, one virtual thread a run. */
public interface RuntimeAdapter extends AutoCloseable {
    /** Its name in settings and metrics. */
    String name();

    /**
     * Runs one attempt to its end. An attempt is stopped by interrupting the thread that runs it: the adapter then closes its call and
     * throws or returns at once; what it returns is dropped.
     *
     * @param calls where every call to a provider is recorded, before and after
     * @throws InterruptedException when the run was stopped
     */
    Outcome run(RunRequest request, CallRecorder calls) throws InterruptedException;

    @Override
    default void close() {}
}
