package dev.penstock.audit;

import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.Tier;

/** I8: a grant goes to the task that was accepted first in the highest tier of its lane in which any waits; ageing counts, a replay is placed anew. */
final class OrderCheck extends Check {
    OrderCheck(AuditOptions options) {
        super(Invariant.I8, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        TaskView task = before.task(e.taskId());
        if (e.event().getKindCase() != KindCase.GRANTED || task == null || task.state != State.QUEUED) {
            return;
        }
        examined++;
        LaneView lane = before.lane(task.role);
        long ageAfter = options.ageAfter().toMillis();
        int granted = task.effectiveTier(e.at(), ageAfter);
        for (Tier tier : Topics.tiers()) {
            TaskView head = lane.head(tier);
            if (head == null || head == task) {
                continue;
            }
            int waiting = head.effectiveTier(e.at(), ageAfter);
            if (tier == task.tier || waiting == granted && head.place < task.place) {
                findings.at(e, "granted before " + head.id + ", whose place in the same tier is before its own");
            } else if (waiting < granted) {
                findings.at(e, "granted in %s while %s waits in %s".formatted(task.tier, head.id, tier));
            }
        }
    }
}
