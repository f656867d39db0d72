package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    final String campaign;

    /** Stands for the request that it was accepted with, see {@link IntakeBook}. */
    final long body;

    /** The task whose plan it is part of, empty for one that was submitted. */
    final String planner;

    /** Plans above it. */
    final int depth;

    /** Whether it counts in its campaign's progress; a replay says so anew. */
    boolean counts;

    /** The last attempt that it may have; a replay says so anew. */
    int maxAttempts;

    /** Tasks that it comes after and that have not succeeded yet. */
    final Set<String> awaited;

    /** How the first of those ended that did not succeed, null for none. */
    @Nullable
    KindCase orphanedBy;

    State state = State.QUEUED;

    /** The attempt granted last, 0 before the first. */
    int attempt;

    /** Attempts that ended with a retry; a deferred attempt has not ended. */
    int endedAttempts;

    /** When the grant (GRANTED) or the lease (RUNNING) lapses, engine clock. */
    long deadline;

    /** End of the back-off, or when the last of those it comes after has ended (WAITING), engine clock. */
    long notBefore;

    /** When it was queued, engine clock. */
    long queuedAt;

    /** Its place among everything that the tenant had accepted or replayed; it keeps it when it comes back. */
    long place;

    String worker = "";

    TaskView(TaskRef ref, TaskAccepted accepted) {
        this.id = ref.getTaskId();
        this.role = ref.getRole();
        this.tier = ref.getTier();
        this.acceptedAt = ref.getAcceptedAtMillis();
        this.campaign = ref.getCampaign();
        this.body = IntakeBook.fingerprint(accepted.getRequestHash());
        this.planner = accepted.getPlannerId();
        this.depth = accepted.getDepth();
        this.counts = accepted.getCounts();
        this.maxAttempts = accepted.getMaxAttempts();
        this.awaited = new HashSet<>(accepted.getAfterList());
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
