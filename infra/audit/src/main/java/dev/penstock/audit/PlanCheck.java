package dev.penstock.audit;

import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.Tier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * I24: the tasks of a plan are accepted together, right after their planner's success and without a submission of their own; a task is queued once
 * all that it comes after have succeeded, and cancelled for a parent only when one has ended otherwise; planners are urgent.
 */
final class PlanCheck extends Check {
    /** A success and what was accepted right after it. */
    private static final class Plan {
        final LogEvent success;
        final @Nullable TaskView planner;
        final Set<String> names = new HashSet<>();
        final Set<String> ids = new HashSet<>();

        /** Tasks that others of the plan come after, each with the last event that says so. */
        final Map<String, LogEvent> parents = new HashMap<>();

        Plan(LogEvent success, @Nullable TaskView planner) {
            this.success = success;
            this.planner = planner;
        }
    }

    /** What each tenant's log may go on with right now. */
    private final Map<String, Plan> open = new HashMap<>();

    private final Set<String> seen = new HashSet<>();
    private long planned;

    PlanCheck(AuditOptions options) {
        super(Invariant.I24, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        boolean first = seen.add(e.tenant());
        boolean child = e.event().hasAccepted()
                && !e.event().getAccepted().getPlannerId().isEmpty();
        if (child && !(first && before.truncated)) {
            accepted(e);
        } else if (!child) {
            close(e.tenant());
        }
        TaskView task = before.task(e.taskId());
        switch (e.event().getKindCase()) {
            case ACCEPTED -> checkUrgent(e);
            case SUCCEEDED -> open.put(e.tenant(), new Plan(e, task));
            case QUEUED -> checkMet(task, e);
            case CANCELLED -> checkReason(task, e);
            case REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    DEAD,
                    EXPIRED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> {
                // A grant for a task that waits is the matter of I5.
            }
        }
    }

    private void accepted(LogEvent e) {
        examined++;
        planned++;
        TaskAccepted accepted = e.event().getAccepted();
        Plan plan = open.get(e.tenant());
        if (plan == null || !plan.success.taskId().equals(accepted.getPlannerId())) {
            findings.at(e, "accepted for the plan of " + accepted.getPlannerId() + ", which has not just succeeded");
            return;
        }
        if (accepted.hasSource()) {
            findings.at(e, "accepted for a plan and from a submission of its own");
        }
        if (accepted.getName().isEmpty() || !plan.names.add(accepted.getName())) {
            findings.at(e, "the plan has another task named '" + accepted.getName() + "'");
        }
        plan.ids.add(e.taskId());
        accepted.getAfterList().forEach(parent -> plan.parents.put(parent, e));
        checkDescent(plan, e);
    }

    private void checkDescent(Plan plan, LogEvent e) {
        String campaign = plan.success.event().getTask().getCampaign();
        if (!e.event().getTask().getCampaign().equals(campaign)) {
            findings.at(
                    e, "in campaign '" + e.event().getTask().getCampaign() + "', its planner in '" + campaign + "'");
        }
        TaskView planner = plan.planner;
        if (planner == null) {
            return; // It began unseen, or is the matter of I3.
        }
        int depth = e.event().getAccepted().getDepth();
        if (depth != planner.depth + 1) {
            findings.at(e, depth + " plans above it and " + planner.depth + " above its planner");
        }
        if (e.event().getAccepted().getCounts() != planner.counts) {
            findings.at(e, "it counts in its campaign and its planner does not, or the other way round");
        }
    }

    private void close(String tenant) {
        Plan plan = open.remove(tenant);
        if (plan != null) {
            plan.parents.forEach((parent, child) -> {
                if (!plan.ids.contains(parent)) {
                    findings.at(child, "comes after " + parent + ", which was not accepted with it");
                }
            });
        }
    }

    private void checkUrgent(LogEvent e) {
        if (e.event().getTask().getRole().equals(Roles.ACTIVITY_PLANNER)) {
            examined++;
            if (e.event().getTask().getTier() != Tier.TIER_URGENT) {
                findings.at(e, "a planner accepted as " + e.event().getTask().getTier());
            }
        }
    }

    private void checkMet(@Nullable TaskView task, LogEvent e) {
        if (task == null) {
            return;
        }
        examined++;
        if (task.orphanedBy != null) {
            findings.at(e, "queued after one that it comes after ended as " + name(task.orphanedBy));
        } else if (!task.awaited.isEmpty()) {
            findings.at(e, "queued before those that it comes after have succeeded: " + task.awaited);
        }
    }

    private void checkReason(@Nullable TaskView task, LogEvent e) {
        String reason = e.event().getCancelled().getReason();
        if (task == null || !reason.startsWith("parent_")) {
            return;
        }
        examined++;
        String expected =
                task.orphanedBy == null ? "" : "parent_" + name(task.orphanedBy).toLowerCase(Locale.ROOT);
        if (!reason.equals(expected)) {
            findings.at(
                    e,
                    "cancelled as " + reason
                            + (expected.isEmpty()
                                    ? " while none that it comes after has ended so"
                                    : " where " + expected + " is right"));
        }
    }

    @Override
    void atEnd(TenantView tenant) {
        close(tenant.name);
    }

    @Override
    String note() {
        return planned == 0 ? "" : "%,d planned tasks".formatted(planned);
    }
}
