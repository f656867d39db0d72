package dev.penstock.admission.state;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Event.TenantEvent;
import dev.penstock.admission.index.Timer;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import java.util.function.UnaryOperator;

/**
 * The only writer of state. What an event does depends on the state and the event alone, so replaying the events of a slot on an empty back end
 * gives the very rows that the engine had.
 */
public final class Applier {
    /** Share that one grant costs a tenant. Leaves room for weights in between. */
    static final long SHARE_PER_GRANT = 1_000;

    private final State state;

    public Applier(State state) {
        this.state = state;
    }

    public void apply(Event event) {
        if (event instanceof TenantEvent known && known.seq() > 0 && !(event instanceof Configured)) {
            state.tenants.advance(known.tenant(), known.seq());
        }
        switch (event) {
            case Accepted e -> accepted(e);
            case Rejected _, Duplicate _, Conflict _, ResultRejected _ -> {
                // Refusals change nothing but the tenant's event sequence.
            }
            case Granted e -> granted(e);
            case Started e -> started(e);
            case Renewed e -> change(e.task(), row -> row.renewed(e.leaseUntil()));
            case RetryScheduled e -> change(e.task(), row -> row.retried(state.now(), e.notBefore()));
            case Deferred e -> deferred(e);
            case Requeued e -> change(e.task(), row -> row.requeued(state.now(), state.takeOrder()));
            case Succeeded e -> end(e.task(), TaskState.SUCCEEDED);
            case Dead e -> end(e.task(), TaskState.DEAD);
            case Cancelled e -> end(e.task(), TaskState.CANCELLED);
            case Configured e -> configured(e);
            case ClockAdvanced e -> state.slot.setNow(e.now());
            case MarkersForgotten e -> forgotten(e);
        }
    }

    /** Writes what the events so far changed, each row once. */
    public void flush() {
        state.flush();
    }

    private void accepted(Accepted e) {
        TaskKey key = key(e.task());
        TaskRow row = TaskRow.accepted(e.task(), e.digest(), e.maxAttempts(), state.takeOrder());
        state.tasks.insert(key, row);
        state.payloads.insert(key, e.payload());
        state.index.inserted(row);
    }

    private void granted(Granted e) {
        TaskRef task = e.task();
        String role = task.role();
        RoleRow before = state.slot.role(role);
        RoleRow after = before.granted(state.index.unstarted(role) + 1, state.index.leastShare(role));
        long share = Math.max(state.tenants.existing(task.tenant()).share(role), after.floor());
        state.tenants.setShare(task.tenant(), role, share + SHARE_PER_GRANT);
        steer(role, before, after);
        change(task, row -> row.granted(state.now(), e.startBy()));
    }

    private void started(Started e) {
        TaskRow row = row(e.task());
        RoleRow role = state.slot.role(row.role());
        steer(row.role(), role, role.started(row.since(), e.waitedMillis(), state.now(), state.policy()));
        move(row, row.started(state.now(), e.leaseUntil(), e.workerId()));
    }

    private void deferred(Deferred e) {
        TaskRow row = row(e.task());
        if (row.state() == TaskState.GRANTED) {
            // No worker can hand back what none has started: the grant lapsed.
            RoleRow role = state.slot.role(row.role());
            steer(row.role(), role, role.late(row.since(), state.now()));
        }
        move(row, row.deferred(state.now(), e.notBefore()));
    }

    private void configured(Configured e) {
        state.tenants.configure(e.config());
        state.tenants.advance(e.tenant(), e.seq());
        state.index.tenantChanged(e.tenant());
    }

    private void forgotten(MarkersForgotten e) {
        for (int i = 0; i < e.count(); i++) {
            state.tasks.deleteExisting(state.index.firstMarker());
            state.index.firstMarkerDeleted();
        }
        // The highest place given so far may have been one of theirs.
        state.slot.setLeastOrder(state.nextOrder());
    }

    private void end(TaskRef ref, TaskState how) {
        change(ref, row -> row.ended(how, state.now(), state.takeOrder()));
        state.payloads.deleteExisting(key(ref));
    }

    private void steer(String role, RoleRow before, RoleRow after) {
        if (!after.equals(before)) {
            state.slot.setRole(role, after);
            state.index.roleChanged(role, after);
        }
    }

    private TaskRow row(TaskRef ref) {
        return state.tasks.existing(key(ref));
    }

    private void change(TaskRef ref, UnaryOperator<TaskRow> change) {
        TaskRow before = row(ref);
        move(before, change.apply(before));
    }

    private void move(TaskRow before, TaskRow after) {
        Timer timer = state.tasks.update(before.key(), after);
        state.index.updated(before, after, timer);
    }

    private static TaskKey key(TaskRef ref) {
        return new TaskKey(ref.tenant(), ref.taskId());
    }
}
