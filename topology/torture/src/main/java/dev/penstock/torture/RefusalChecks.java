package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.TaskEvent;
import dev.penstock.admission.Months;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Usage;
import dev.penstock.torture.TaskModel.Phase;
import org.jspecify.annotations.Nullable;

/** I7, I9 and I12: what is refused was nobody's to say, and what it tells of a cost is booked once. */
final class RefusalChecks {
    private RefusalChecks() {}

    static void refused(long now, Command command, TenantModel tenant, @Nullable TaskModel task, ResultRejected e) {
        if (task == null) {
            require(e.settledMicros() == 0 && e.usage().equals(Usage.NONE), "I12", "booked for no task");
            return;
        }
        booked(now, told(command), tenant, task, e);
        if (e.signal() == Signal.START) {
            task.refusedStarts.add(e.attempt());
        }
        if (e.signal() != Signal.REPLAY && task.attempt == e.attempt()) {
            boolean holder = task.phase == Phase.RUNNING && task.worker.equals(e.workerId());
            boolean first = task.phase == Phase.GRANTED && e.signal() == Signal.START;
            require(!holder && !first, "I7", "the live attempt was refused");
        }
    }

    static void repeated(Command command, @Nullable TaskModel known, boolean same) {
        boolean equal = known != null
                && command instanceof Command.Submit s
                && s.digest().equals(known.accepted.digest());
        require(known != null && equal == same, "I9", "a repeat was misjudged");
    }

    static void requireStranger(TaskEvent event) {
        boolean right = event instanceof Rejected e && e.reason() == RejectionReason.UNKNOWN_TENANT
                || event instanceof ResultRejected;
        require(right, "tenants", "an unknown tenant has a history");
    }

    private static void booked(long now, @Nullable Usage told, TenantModel tenant, TaskModel task, ResultRejected e) {
        boolean news = told != null
                && new TaskModel.Unknown(Months.of(now), e.workerId()).equals(task.unknown.get(e.attempt()));
        boolean listened = news || told != null && task.refusedStarts.contains(e.attempt());
        require(e.settledMicros() == (news ? task.estimate() : 0), "I12", "settled otherwise");
        require(e.usage().equals(listened ? told : Usage.NONE), "I12", "booked otherwise than was told");
        if (news) {
            task.unknown.remove(e.attempt());
        } else if (e.usage().costMicros() > 0) {
            task.refusedStarts.remove(e.attempt());
        }
        long change = e.usage().costMicros() - e.settledMicros();
        tenant.books.book(now, change);
        tenant.campaigns.charged(task, change);
    }

    /** What a worker says that an attempt has used, null when it says nothing. */
    private static @Nullable Usage told(Command command) {
        if (command instanceof Command.Complete c) {
            return c.usage();
        } else if (command instanceof Command.Fail c) {
            return c.usage();
        }
        return command instanceof Command.Defer c ? c.usage() : null;
    }
}
