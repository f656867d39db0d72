package dev.penstock.workers.execution;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.role.RoleProfile;
import java.util.function.BooleanSupplier;

/**
 * One attempt of a task, as it is to be run.
 *
 * @param input what the task asks for, its parents' results included
 * @param calls where every call is put on record
 * @param output where what the agent makes is shown while it is made
 * @param stopped whether the run was stopped from outside
 * @param place its slot, which it may leave while it waits
 */
public record Run(
        Dispatch dispatch,
        RoleProfile profile,
        String input,
        CallRecorder calls,
        OutputSink output,
        BooleanSupplier stopped,
        Place place) {
    /** Whether it was stopped from outside: then no further call is worth while. */
    public boolean isStopped() {
        return stopped.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    public CallOrigin origin() {
        return new CallOrigin(dispatch.getTenant(), dispatch.getTaskId(), dispatch.getAttempt(), dispatch.getRole());
    }

    /** Does not show content. */
    @Override
    public String toString() {
        return "Run[" + origin() + "]";
    }
}
