package dev.penstock.audit;

import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;

/** A task that was accepted and has not ended, as the events so far tell it. Written by {@link TenantView} alone. */
final class TaskView {
    /** Where a task stands. */
    enum State {
        QUEUED,
        GRANTED,
        RUNNING,
        WAITING
    }

    final String id;
    final String role;
    final Tier tier;
    final long acceptedAt;
    final int maxAttempts;
    State state = State.QUEUED;

    /** The attempt granted last, 0 before the first. */
    int attempt;

    /** Attempts that ended with a retry; a deferred attempt has not ended. */
    int endedAttempts;

    /** When the grant (GRANTED) or the lease (RUNNING) lapses, engine clock. */
    long deadline;

    /** End of the back-off (WAITING), engine clock. */
    long notBefore;

    /** When it was queued, engine clock. */
    long queuedAt;

    /** Its place among everything that the tenant queued. */
    long queuedAs;

    String worker = "";

    TaskView(TaskRef ref, int maxAttempts) {
        this.id = ref.getTaskId();
        this.role = ref.getRole();
        this.tier = ref.getTier();
        this.acceptedAt = ref.getAcceptedAtMillis();
        this.maxAttempts = maxAttempts;
    }

    /** The tier that it counts as while queued: 1 for urgent, one less than its own after it has waited for {@code ageAfterMillis}. */
    int effectiveTier(long now, long ageAfterMillis) {
        int own = tier.getNumber();
        return own > Tier.TIER_URGENT_VALUE && now - queuedAt >= ageAfterMillis ? own - 1 : own;
    }

    boolean isLive() {
        return state == State.GRANTED || state == State.RUNNING;
    }

    /** The live attempt, 0 for none. */
    int liveAttempt() {
        return isLive() ? attempt : 0;
    }
}
