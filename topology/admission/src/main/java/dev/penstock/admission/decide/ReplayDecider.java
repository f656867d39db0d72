package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Replay;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Usage;
import dev.penstock.admission.row.CampaignRow;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Queues a dead task again, with as many attempts more as any task has; it is taken in like a new one, or refused like one. */
final class ReplayDecider {
    private ReplayDecider() {}

    static @Nullable Event decide(View view, Replay c) {
        TenantView tenant = view.tenant(c.tenant());
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (tenant == null || task == null) {
            return null;
        }
        if (task.state() != TaskState.DEAD) {
            return refused(view, task, "Expected a dead task, but it is " + task.state());
        }
        Door door = new Door(view, tenant);
        RejectionReason reason = door.refusal(task.role(), task.terms().estimateMicros(), 1);
        if (reason != null) {
            return refused(view, task, door.explanation(reason, task.role()));
        }
        boolean plans = task.role().equals(view.policy().plans().role());
        // Its campaign may have ended, and another may run under the same name.
        CampaignRow campaign = view.campaign(task.campaign());
        boolean runs = campaign != null && campaign.run() == task.lineage().run();
        boolean recounts = task.lineage().counts() && (plans || runs);
        return new Replayed(
                tenant.nextSeq(),
                task.ref(),
                task.attempt() + 1,
                task.attempt() + view.policy().defaultMaxAttempts(),
                c.reason(),
                recounts);
    }

    private static ResultRejected refused(View view, TaskRow task, String message) {
        return new ResultRejected(
                view.nextSeq(task.tenant()), task.ref(), task.attempt(), Signal.REPLAY, message, "", Usage.NONE, 0);
    }
}
