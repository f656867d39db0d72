package dev.penstock.audit;

import java.util.HashMap;
import java.util.Map;

/** I10: in each lane the slots granted are those that ended plus those that are live, by this count and by the engine's own. */
final class SlotCheck extends Check {
    /** Slots held, by tenant and role. */
    private final Map<String, Map<String, Long>> held = new HashMap<>();

    SlotCheck(AuditOptions options) {
        super(Invariant.I10, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        TaskView task = before.task(e.taskId());
        if (task == null) {
            return;
        }
        long change =
                switch (e.event().getKindCase()) {
                    case GRANTED -> 1;
                    case RETRY_SCHEDULED, DEFERRED, SUCCEEDED, DEAD -> -1;
                    case CANCELLED -> e.event().getCancelled().getAttempt() > 0 ? -1 : 0;
                    case EXPIRED -> task.isLive() ? -1 : 0;
                    case ACCEPTED,
                            REJECTED,
                            DUPLICATE,
                            CONFLICT,
                            STARTED,
                            RENEWED,
                            QUEUED,
                            RESULT_REJECTED,
                            CONFIGURED,
                            REPLAYED,
                            CAMPAIGN_CANCELLED,
                            CAMPAIGN_PROGRESSED,
                            KIND_NOT_SET -> 0;
                };
        if (change == 0) {
            checkCancelled(task, e);
            return;
        }
        examined++;
        Map<String, Long> lanes = held.computeIfAbsent(before.name, name -> new HashMap<>());
        long now = lanes.merge(task.role, change, Long::sum);
        if (now < 0) {
            findings.at(
                    e, name(e.event().getKindCase()) + " gave back a slot of lane " + task.role + " that was not held");
            lanes.put(task.role, 0L);
        }
        if (change > 0 && !before.truncated && e.event().getGranted().getLive() != now) {
            findings.at(
                    e,
                    "the engine counts %d live in lane %s, its events %d"
                            .formatted(e.event().getGranted().getLive(), task.role, now));
        }
        checkCancelled(task, e);
    }

    private void checkCancelled(TaskView task, LogEvent e) {
        if (e.event().hasCancelled() && attemptOf(e) != task.liveAttempt()) {
            findings.at(
                    e,
                    "cancelled with attempt " + attemptOf(e) + " live by the engine and " + task.liveAttempt()
                            + " by its events");
        }
    }

    @Override
    void atEnd(TenantView tenant) {
        held.getOrDefault(tenant.name, Map.of()).forEach((role, count) -> {
            int live = tenant.lane(role).live;
            if (count != live) {
                findings.atEnd(tenant, "", "lane %s holds %d slots with %d tasks live".formatted(role, count, live));
            }
        });
    }
}
