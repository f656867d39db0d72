package dev.penstock.admission.simulation;

import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.TaskRef;

/** One task as its events tell it. */
final class TaskModel {
    enum Phase {
        QUEUED,
        GRANTED,
        RUNNING,
        WAITING,
        ENDED
    }

    final TaskRef ref;
    final Accepted accepted;
    Phase phase = Phase.QUEUED;

    /** The attempt that is live, or is to be granted next. */
    int attempt = 1;

    String worker = "";
    long deadline;
    long endedAt;

    TaskModel(Accepted accepted) {
        this.accepted = accepted;
        this.ref = accepted.task();
    }

    boolean live() {
        return phase == Phase.GRANTED || phase == Phase.RUNNING;
    }

    boolean pending() {
        return phase == Phase.QUEUED || phase == Phase.WAITING;
    }

    int liveAttempt() {
        return live() ? attempt : 0;
    }

    @Override
    public String toString() {
        return ref.tenant() + "/" + ref.taskId() + " " + phase;
    }
}
