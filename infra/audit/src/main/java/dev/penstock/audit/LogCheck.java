package dev.penstock.audit;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.TaskRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ground the other checks stand on: seq rises by one, no clock falls, and a task stays the task that was accepted. */
final class LogCheck extends Check {
    private final Map<String, Long> lastSeq = new HashMap<>();
    private final Map<Integer, Long> clock = new HashMap<>();

    LogCheck(AuditOptions options) {
        super(Invariant.LOG, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        examined++;
        checkPlace(before, e);
        checkSeq(before, e);
        checkClock(e);
        checkIdentity(before, e);
    }

    /** The engine clock of a partition as far as it was folded; the least value when nothing was. */
    long clock(int partition) {
        return clock.getOrDefault(partition, Long.MIN_VALUE);
    }

    /** The same of the partition that is furthest behind of those that have events. */
    long earliestClock() {
        return clock.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    }

    void unreadable(int partition, long offset, String why) {
        examined++;
        findings.add(new Violation("", "", partition, offset, why));
    }

    private void checkPlace(TenantView before, LogEvent e) {
        if (before.partition != e.partition()) {
            findings.at(
                    e,
                    "the tenant's events are in partition " + before.partition + " and this one is in "
                            + e.partition());
        }
        if (!e.tenant().equals(e.key())) {
            findings.at(e, "the record's key is '" + e.key() + "' and its tenant '" + e.tenant() + "'");
        }
        if (e.event().getKindCase() == KindCase.KIND_NOT_SET) {
            findings.at(e, "the event has no kind that this checker knows");
        }
    }

    private void checkSeq(TenantView before, LogEvent e) {
        long seq = e.event().getSeq();
        Long last = lastSeq.get(e.tenant());
        if (seq == 0 && last == null && unknownTenantMayHave(e.event().getKindCase())) {
            return;
        }
        long expected = last == null ? 1 : last + 1;
        boolean beginsMidway = last == null && before.truncated;
        if (seq != expected && !beginsMidway) {
            findings.at(e, "seq is " + seq + " where " + expected + " was expected");
        }
        lastSeq.put(e.tenant(), seq);
    }

    private static boolean unknownTenantMayHave(KindCase kind) {
        return kind == KindCase.REJECTED || kind == KindCase.RESULT_REJECTED;
    }

    private void checkClock(LogEvent e) {
        long before = clock(e.partition());
        if (e.at() < before) {
            findings.at(e, "the engine's clock fell from " + before + " to " + e.at());
        }
        clock.merge(e.partition(), e.at(), Math::max);
    }

    private void checkIdentity(TenantView before, LogEvent e) {
        TaskView task = e.event().hasReplayed() ? dead(before, e) : before.task(e.taskId());
        if (task == null || speaksOfAnotherSubmission(e.event())) {
            return;
        }
        TaskRef ref = e.event().getTask();
        if (!ref.getRole().equals(task.role)
                || ref.getTier() != task.tier
                || ref.getAcceptedAtMillis() != task.acceptedAt) {
            findings.at(
                    e,
                    "the task was accepted as %s %s at %d and is now %s %s at %d"
                            .formatted(
                                    task.role,
                                    task.tier,
                                    task.acceptedAt,
                                    ref.getRole(),
                                    ref.getTier(),
                                    ref.getAcceptedAtMillis()));
        }
    }

    private static @Nullable TaskView dead(TenantView before, LogEvent e) {
        Ended ended = before.ended(e.taskId());
        return ended == null ? null : ended.dead();
    }

    /** A repeat, a conflict or a refusal describes what was submitted now, not the task that lives under the id. */
    private static boolean speaksOfAnotherSubmission(Event event) {
        return switch (event.getKindCase()) {
            case ACCEPTED, REJECTED, DUPLICATE, CONFLICT -> true;
            case RESULT_REJECTED -> event.getTask().getRole().isEmpty();
            case GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    SUCCEEDED,
                    DEAD,
                    CANCELLED,
                    EXPIRED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> false;
        };
    }
}
