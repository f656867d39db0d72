package dev.penstock.admission.row;

/** A task's lifecycle. Each state says what the engine does about it; {@link #mayBecome} is the only list of legal moves. */
public enum TaskState {
    /** Sits out a back-off or a deferral, or waits for a time or for other tasks, and is put in its queue then. Holds no slot. */
    WAITING,

    /** Stands in its lane's queue of its tier; granted when it is at the head and every limit allows. */
    QUEUED,

    /** Holds a slot of its lane and waits for a worker to start it; its timer takes an unstarted grant back. */
    GRANTED,

    /** Holds a slot under a lease that heartbeats extend; its timer ends the attempt when they stop. */
    RUNNING,

    /** Ended with a result. Kept as a marker for idempotency until forgotten, as all ended tasks are. */
    SUCCEEDED,

    /**
     * Ended without a result: its last attempt failed, or it failed in a way that another attempt would not mend. Kept whole for a while, as it may
     * be replayed: the one end that need not be final.
     */
    DEAD,

    /** Ended because somebody asked, or because its tenant was deleted. */
    CANCELLED,

    /** Ended because its time was up: it had to start, or to end, by then. */
    EXPIRED;

    private static final TaskState[] ALL = values();

    /** The state whose {@link #ordinal()} a row holds. Ordinals are part of the row format: add new states at the end. */
    static TaskState of(int ordinal) {
        return ALL[ordinal];
    }

    public boolean mayBecome(TaskState next) {
        return switch (this) {
            case WAITING -> next == QUEUED || next == CANCELLED || next == EXPIRED;
            case QUEUED -> next == GRANTED || next == CANCELLED || next == EXPIRED;
            case GRANTED -> next == RUNNING || next == WAITING || next == CANCELLED || next == EXPIRED;
            case RUNNING -> next != QUEUED && next != GRANTED;
            case DEAD -> next == QUEUED;
            case SUCCEEDED, CANCELLED, EXPIRED -> false;
        };
    }

    /** Whether it is over; only a dead task ever changes again. */
    public boolean ended() {
        return switch (this) {
            case WAITING, QUEUED, GRANTED, RUNNING -> false;
            case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> true;
        };
    }

    /** Whether it holds one of its lane's slots. */
    public boolean live() {
        return this == GRANTED || this == RUNNING;
    }

    /** Whether it has a timer of its own. */
    public boolean timed() {
        return this == WAITING || live();
    }

    /** Whether it counts towards its tenant's backlog. */
    public boolean pending() {
        return this == WAITING || this == QUEUED;
    }
}
