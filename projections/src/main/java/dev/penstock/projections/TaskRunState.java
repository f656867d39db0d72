package dev.penstock.projections;

/** {@code task_runs.state}. */
enum TaskRunState {
    /** Waits in its lane. */
    QUEUED,
    /** Backs off after an attempt, or after a deferral. */
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
