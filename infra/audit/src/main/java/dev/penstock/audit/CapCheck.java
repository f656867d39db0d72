package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.TaskGranted;
import dev.penstock.schemas.v1.TenantConfig;

/** I1: a grant keeps its lane within the cap in force; after a cut none is made until enough have ended. */
final class CapCheck extends Check {
    private int fullest;

    CapCheck(AuditOptions options) {
        super(Invariant.I1, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (e.event().getKindCase() != KindCase.GRANTED) {
            return;
        }
        examined++;
        TaskGranted granted = e.event().getGranted();
        String role = e.event().getTask().getRole();
        TaskView task = before.task(e.taskId());
        int live = before.lane(role).live + (task != null && task.isLive() ? 0 : 1);
        fullest = Math.max(fullest, live);
        TenantConfig config = before.config();
        if (config == null) {
            if (!before.truncated) {
                findings.at(e, "granted to a tenant that has no configuration");
            }
            return;
        }
        int cap = before.cap(role);
        if (live > cap) {
            findings.at(e, "%d live in lane %s, whose cap in force is %d".formatted(live, role, cap));
        }
        int most = config.getMaxConcurrent();
        int all = before.live() + (task != null && task.isLive() ? 0 : 1);
        if (most > 0 && all > most) {
            findings.at(e, "%d live of the tenant, whose cap in force is %d".formatted(all, most));
        }
        if (granted.getCap() != cap) {
            findings.at(e, "granted under cap %d, but cap %d is in force".formatted(granted.getCap(), cap));
        }
    }

    @Override
    String note() {
        return examined == 0 ? "" : "fullest lane " + fullest;
    }
}
