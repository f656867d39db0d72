package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;

/** A task's place among the timers. Whoever holds the task decoded extends it, so that its timer is found without another look-up. */
public abstract class Timer extends IndexedHeap.Element {
    private final TaskKey task;

    /** All are fixed while it is among the timers. */
    long deadline;

    long order;
    boolean queued;

    protected Timer(TaskKey task) {
        this.task = task;
    }

    public final TaskKey task() {
        return task;
    }
}
