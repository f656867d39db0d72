package dev.penstock.workers.execution;

import dev.penstock.workers.adapter.Outcome;

/** Runs attempts. Used by many threads at once, one virtual thread an attempt. */
public interface Execution {
    /**
     * Runs one attempt to its end. It is stopped by interrupting the thread that runs it: then this throws or returns at once, and what it returns
     * is used for what it cost alone.
     *
     * @throws InterruptedException when the run was stopped
     */
    Outcome run(Run run) throws InterruptedException;
}
