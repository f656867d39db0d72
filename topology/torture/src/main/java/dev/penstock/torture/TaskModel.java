package dev.penstock.torture;

import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.TaskOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One task as its events tell it. */
final class TaskModel {
    enum Phase {
        QUEUED,
        GRANTED,
        RUNNING,
        WAITING,
        ENDED
    }

    static final long NEVER = Long.MAX_VALUE;

    final TaskRef ref;
    final Accepted accepted;
    Phase phase = Phase.QUEUED;

    /** The attempt that is live, or is to be granted next. */
    int attempt = 1;

    String worker = "";

    /** Of its phase's own timer. */
    long deadline;

    /** When it is looked at next for what is overdue. */
    long watchedFrom = NEVER;

    long startedAt;

    /** {@link #NEVER} while it has not. */
    long endedAt = NEVER;

    long queuedAt;
    long grantedAt;

    /** Its place among all that was ever accepted, or replayed since. */
    long place;

    boolean begun;

    /** The last attempt that it may have. */
    int maxAttempts;

    /** Whether times it was submitted with no longer hold. */
    boolean timeless;

    /** The run of its campaign that it counts in, 0 for none. */
    long run;

    /** Whether it ended dead. */
    boolean dead;

    /** Tasks that must succeed before it may be queued. */
    final Set<UUID> awaited = new HashSet<>();

    /** What it will be cancelled for since one of them did not, null while all may. */
    @Nullable
    String orphanedBy;

    /** The month it counts towards, 0 for none. */
    long countedMonth;

    /** Attempts of which nobody knows what they cost. */
    final Map<Integer, Unknown> unknown = new HashMap<>();

    /** Attempts of which a start was refused whose worker has not told what it used. */
    final Set<Integer> refusedStarts = new HashSet<>();

    /** What is booked for an attempt in that month, until its worker tells. */
    record Unknown(long month, String worker) {}

    TaskModel(Accepted accepted, long now) {
        this.accepted = accepted;
        this.ref = accepted.task();
        this.maxAttempts = accepted.maxAttempts();
        this.awaited.addAll(accepted.origin().after());
        if (accepted.options().notBefore() > now || !awaited.isEmpty()) {
            phase = Phase.WAITING;
            deadline = Math.max(0, accepted.options().notBefore());
        }
    }

    /** Whether it waits for other tasks. */
    boolean waitsForOthers() {
        return phase == Phase.WAITING && !awaited.isEmpty() && orphanedBy == null;
    }

    long estimate() {
        return accepted.options().estimateMicros();
    }

    /** The tier it counts as while queued. */
    int tier(long now, long ageAfter) {
        int tier = ref.tier().ordinal();
        return tier > 0 && now - queuedAt >= ageAfter ? tier - 1 : tier;
    }

    boolean live() {
        return phase == Phase.GRANTED || phase == Phase.RUNNING;
    }

    boolean pending() {
        return phase == Phase.QUEUED || phase == Phase.WAITING;
    }

    int liveAttempt() {
        return live() ? attempt : 0;
    }

    /** What is booked for it should it end now without a word from its worker. */
    long unknownMicros() {
        return phase == Phase.RUNNING ? estimate() : 0;
    }

    boolean startOverdue(long now) {
        TaskOptions options = accepted.options();
        return !timeless
                && !begun
                && options.startWithinMillis() > 0
                && ref.acceptedAt() + options.startWithinMillis() <= now;
    }

    boolean endOverdue(long now) {
        TaskOptions options = accepted.options();
        return !timeless && options.endWithinMillis() > 0 && ref.acceptedAt() + options.endWithinMillis() <= now;
    }

    boolean attemptOverdue(long now) {
        TaskOptions options = accepted.options();
        return phase == Phase.RUNNING
                && options.attemptTimeoutMillis() > 0
                && startedAt + options.attemptTimeoutMillis() <= now;
    }

    /** When something is to be done about it for the time alone, {@link #NEVER} for an ended task. */
    long dueAt() {
        if (phase == Phase.ENDED) {
            return NEVER;
        }
        TaskOptions options = accepted.options();
        long due = live() || phase == Phase.WAITING && !waitsForOthers() ? deadline : NEVER;
        if (!timeless && !begun && options.startWithinMillis() > 0) {
            due = Math.min(due, ref.acceptedAt() + options.startWithinMillis());
        }
        if (!timeless && options.endWithinMillis() > 0) {
            due = Math.min(due, ref.acceptedAt() + options.endWithinMillis());
        }
        if (phase == Phase.RUNNING && options.attemptTimeoutMillis() > 0) {
            due = Math.min(due, startedAt + options.attemptTimeoutMillis());
        }
        return due;
    }

    @Override
    public String toString() {
        return ref.tenant() + "/" + ref.taskId() + " " + phase;
    }
}
