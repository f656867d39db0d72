package dev.penstock.projections;

/** {@code task_runs.state}. */
enum TaskRunState {
    /** Waits in its lane. */
    QUEUED,
    /** Backs off after an attempt or a deferral, or is not to start yet. */
    WAITING,
    /** On its way to a worker. */
    GRANTED,
    RUNNING,
    SUCCEEDED,
    DEAD,
    CANCELLED,
    EXPIRED,
    /** Refused at the door. */
    REJECTED
}
