package dev.penstock.admission.decide;

import dev.penstock.admission.Bounds;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.index.ReadyLane;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Which task may run next. A lane is offered only when every limit allows, so a grant takes all it needs or is not made. */
public final class Grants {
    private Grants() {}

    public static @Nullable Granted next(View view) {
        ReadyLane ready = view.nextReady();
        if (ready == null) {
            return null;
        }
        TaskRow task = view.head(ready);
        TenantView tenant = view.tenant(ready.tenant());
        LaneConfig lane = tenant == null ? null : tenant.lane(ready.role());
        if (tenant == null || lane == null) {
            throw new IllegalStateException(
                    "Expected lane " + ready.tenant() + "/" + ready.role() + " to be configured, but it is not");
        }
        return new Granted(
                tenant.nextSeq(),
                task.ref(),
                task.attempt(),
                tenant.config().version(),
                lane.cap(),
                ready.live() + 1,
                view.now() + view.policy().startTimeout().toMillis(),
                lane.modelOverride(),
                task.terms().estimateMicros());
    }

    /** What a grant's attempt has to keep to. */
    public static Bounds bounds(View view, Granted granted) {
        TaskRow task = view.existing(
                new TaskKey(granted.task().tenant(), granted.task().taskId()));
        TenantView tenant = view.tenant(granted.task().tenant());
        long budget = tenant == null ? 0 : tenant.config().limits().monthlyBudgetMicros();
        // What is used has this attempt's reservation in it.
        long spendable = tenant == null || budget == 0
                ? 0
                : Math.max(1, budget - tenant.usedMicros() + granted.reservedMicros());
        return new Bounds(task.terms().attemptTimeoutMillis(), task.terms().endBy(), spendable);
    }
}
