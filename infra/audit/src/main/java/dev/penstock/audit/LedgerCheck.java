package dev.penstock.audit;

import dev.penstock.audit.CallMatch.Doubt;
import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * I12, the events' side: each attempt that ran is booked once, as spent when its worker told and at its reservation when nobody did; a late
 * result takes the place of that, once; nothing is negative, and no grant goes beyond the budget. {@link CallMatch} holds calls against it.
 */
final class LedgerCheck extends Check {
    private static final String ATTEMPT_TIMEOUT = "attempt_timeout";

    private final Map<String, TenantBooks> tenants = new HashMap<>();
    private final Map<AttemptKey, AttemptBooks> attempts = new HashMap<>();
    private @Nullable Ledger ledger;

    LedgerCheck(AuditOptions options) {
        super(Invariant.I12, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        TaskView task = before.task(e.taskId());
        TenantBooks books = tenants.computeIfAbsent(e.tenant(), t -> new TenantBooks());
        if (e.event().hasResultRejected()) {
            rejected(before, books, e);
            return;
        }
        if (task == null) {
            return; // I3 and I4 speak of tasks that have ended or never were.
        }
        switch (e.event().getKindCase()) {
            case GRANTED -> granted(before, books, e);
            case STARTED -> attempt(e, task.attempt).of(e.event().getStarted().getWorkerId()).live = true;
            case RETRY_SCHEDULED -> {
                var retry = e.event().getRetryScheduled();
                ended(task, books, e, retry.getCause(), retry.getUsage(), retry.getUnknownMicros());
            }
            case DEAD -> {
                var dead = e.event().getDead();
                ended(task, books, e, dead.getCause(), dead.getUsage(), dead.getUnknownMicros());
            }
            case SUCCEEDED -> ended(task, books, e, "", e.event().getSucceeded().getUsage(), 0);
            case CANCELLED -> cutShort(task, books, e, e.event().getCancelled().getUnknownMicros());
            case EXPIRED -> cutShort(task, books, e, e.event().getExpired().getUnknownMicros());
            case DEFERRED -> handedBack(task, books, e);
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    RENEWED,
                    QUEUED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> {
                // No money moves.
            }
        }
    }

    private void granted(TenantView before, TenantBooks books, LogEvent e) {
        examined++;
        long micros = e.event().getGranted().getReservedMicros();
        if (micros < 0) {
            findings.at(e, "reserves " + micros + " micro-dollars");
        }
        books.release(e.taskId());
        books.reserve(e.taskId(), micros);
        TenantConfig config = before.config();
        long budget = config == null ? 0 : config.getMonthlyBudgetMicros();
        if (budget > 0 && !before.truncated && books.used(e.at()) > budget) {
            findings.at(
                    e,
                    "granted with %,d micro-dollars used, spent, unknown and reserved, of a budget of %,d"
                            .formatted(books.used(e.at()), budget));
        }
    }

    /** An attempt ended by its worker's word, or for want of it. */
    private void ended(TaskView task, TenantBooks books, LogEvent e, String cause, Usage usage, long unknown) {
        boolean silent = cause.equals(AttemptCheck.LEASE_LAPSED) || cause.equals(ATTEMPT_TIMEOUT);
        if (silent || unknown != 0) {
            if (usage.getCostMicros() != 0) {
                findings.at(e, "both a cost and an unknown cost are booked for attempt " + task.attempt);
            }
            untold(task, books, e, unknown);
            return;
        }
        books.release(task.id);
        if (usage.getCostMicros() < 0) {
            findings.at(e, "a cost of " + usage.getCostMicros() + " micro-dollars");
        }
        if (task.state == State.RUNNING) {
            examined++;
            RunBooks run = attempt(e, task.attempt).of(task.worker);
            run.live = false;
            run.told++;
            run.spent += usage.getCostMicros();
            books.spend(e.at(), usage.getCostMicros());
        }
    }

    private void cutShort(TaskView task, TenantBooks books, LogEvent e, long unknown) {
        if (task.state == State.RUNNING) {
            untold(task, books, e, unknown);
            return;
        }
        books.release(task.id);
        if (unknown != 0) {
            findings.at(e, "an unknown cost of %,d is booked of a task that is %s".formatted(unknown, task.state));
        }
    }

    private void untold(TaskView task, TenantBooks books, LogEvent e, long unknown) {
        examined++;
        long reserved = books.reservedFor(task.id);
        // A grant from before the log begins has reserved what nobody can tell.
        if (unknown != reserved && reserved != 0 || unknown <= 0) {
            findings.at(
                    e,
                    "attempt %d ended without a word and %,d micro-dollars are booked of the %,d reserved"
                            .formatted(task.attempt, unknown, reserved));
        }
        books.release(task.id);
        RunBooks run = attempt(e, task.attempt).of(task.worker);
        run.live = false;
        run.untold++;
        run.untoldAt = e.at();
        run.unknown += unknown;
        books.bookUnknown(e.at(), unknown);
    }

    private void handedBack(TaskView task, TenantBooks books, LogEvent e) {
        examined++;
        books.release(task.id);
        Usage usage = e.event().getDeferred().getUsage();
        if (usage.getCostMicros() < 0) {
            findings.at(e, "a cost of " + usage.getCostMicros() + " micro-dollars");
        }
        if (task.state != State.RUNNING) {
            if (usage.getCostMicros() != 0) {
                findings.at(e, "a cost is booked of a task that is " + task.state);
            }
            return;
        }
        RunBooks run = attempt(e, task.attempt).of(task.worker);
        run.live = false;
        if (usage.getCostMicros() == 0) {
            run.handedBack++;
        } else {
            run.told++;
            run.spent += usage.getCostMicros();
            books.spend(e.at(), usage.getCostMicros());
        }
    }

    /** What is refused changes no task, but may tell what a cost is that was booked as unknown. */
    private void rejected(TenantView before, TenantBooks books, LogEvent e) {
        ResultRejected r = e.event().getResultRejected();
        AttemptBooks attempt = attempt(e, r.getAttempt());
        RunBooks run = attempt.run(r.getWorkerId());
        if (r.getSignal().equals("start")) {
            attempt.refused(r.getWorkerId());
        }
        if (r.getSettledMicros() == 0) {
            if (r.getUsage().getCostMicros() != 0) {
                toldAfterRefusal(before, attempt, books, e);
            } else if (r.getSignal().equals("finish") && shouldSettle(run, e)) {
                findings.at(e, "a late result did not settle what was booked as unknown of attempt " + r.getAttempt());
            }
            return;
        }
        examined++;
        boolean beforeTheLog = run == null && before.truncated;
        if (!beforeTheLog && (run == null || run.unknown == 0 || r.getSettledMicros() != run.unknown)) {
            findings.at(
                    e,
                    "a result of worker %s settles %,d micro-dollars of attempt %d, of which %,d are booked as unknown"
                            .formatted(
                                    r.getWorkerId(),
                                    r.getSettledMicros(),
                                    r.getAttempt(),
                                    run == null ? 0 : run.unknown));
        }
        if (run != null) {
            run.unknown = 0;
            run.untold = 0;
            run.told++;
            run.spent += r.getUsage().getCostMicros();
        }
        books.settle(e.at(), r.getSettledMicros(), r.getUsage().getCostMicros());
    }

    /** A worker whose start was refused may have called all the same; each refusal lets it tell so once. */
    private void toldAfterRefusal(TenantView before, AttemptBooks attempt, TenantBooks books, LogEvent e) {
        ResultRejected r = e.event().getResultRejected();
        examined++;
        if (!attempt.mayTell(r.getWorkerId()) && !before.truncated) {
            findings.at(e, "a refused result is booked in place of nothing");
        }
        RunBooks run = attempt.of(r.getWorkerId());
        run.told++;
        run.spent += r.getUsage().getCostMicros();
        books.spend(e.at(), r.getUsage().getCostMicros());
    }

    /** Only while the month of the booking is open, and while the engine still knows the task. */
    private static boolean shouldSettle(@Nullable RunBooks run, LogEvent e) {
        return run != null
                && run.unknown > 0
                && !e.event().getTask().getRole().isEmpty()
                && TenantBooks.monthOf(run.untoldAt).equals(TenantBooks.monthOf(e.at()));
    }

    private AttemptBooks attempt(LogEvent e, int number) {
        return attempts.computeIfAbsent(new AttemptKey(e.tenant(), e.taskId(), number), key -> new AttemptBooks());
    }

    /** Where the calls known so far and the books do not agree. */
    Set<Doubt> doubts(CallBook calls, Map<String, TenantView> views) {
        CallMatch match = new CallMatch(options, findings, attempts, views, calls, doubt -> false);
        match.ledger(tenants);
        return match.doubts();
    }

    /** The calls are known: holds them against the books. */
    void match(CallBook calls, Map<String, TenantView> views, Predicate<Doubt> reported) {
        CallMatch match = new CallMatch(options, findings, attempts, views, calls, reported);
        examined += calls.size();
        ledger = match.ledger(tenants);
    }

    /** The ledger; empty where the calls were not read. */
    Ledger ledger() {
        return ledger == null ? Ledger.NONE : ledger;
    }

    @Override
    String note() {
        return ledger == null ? "llm-calls not read" : ledger.note();
    }
}
