package dev.penstock.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * I12, both sides: the calls that a worker made for an attempt against what is booked for it. What was told must be the sum of its calls to
 * the micro-dollar; what was not told must be booked at its estimate; there is no third.
 */
final class CallMatch {
    /** Calls that the report names; the rest are counted. */
    static final int MAX_LISTED = 200;

    private static final String NOBODY = "";
    private static final String SILENT = "its attempt ended without a word and is booked at its estimate";

    private final AuditOptions options;
    private final Findings findings;
    private final Map<AttemptKey, AttemptBooks> attempts;
    private final Map<String, TenantView> views;
    private final CallBook calls;
    private final Predicate<Doubt> reported;
    private final Set<Doubt> doubts = new HashSet<>();
    private final List<Ledger.UnknownCall> unknownCalls = new ArrayList<>();
    private long booked;
    private long toldOnly;
    private long late;
    private long lateCost;
    private long open;
    private long openReserved;

    /** @param reported which of the doubts are violations; the others are passed over */
    CallMatch(
            AuditOptions options,
            Findings findings,
            Map<AttemptKey, AttemptBooks> attempts,
            Map<String, TenantView> views,
            CallBook calls,
            Predicate<Doubt> reported) {
        this.options = options;
        this.findings = findings;
        this.attempts = attempts;
        this.views = views;
        this.calls = calls;
        this.reported = reported;
    }

    /**
     * Where calls and books do not agree. Calls are read after the events, so what they tell may be of a start or a result that is still on its way: only what
     * stays so is a violation.
     */
    record Doubt(AttemptKey attempt, String worker) {}

    /** The calls of an attempt that one worker made. */
    private record Made(AttemptKey attempt, String worker) {
        Doubt doubt() {
            return new Doubt(attempt, worker);
        }
    }

    /** What they came to. */
    private static final class Sum {
        final List<CallBook.Call> calls = new ArrayList<>(1);
        long cost;
        int open;

        void add(CallBook.Call call) {
            calls.add(call);
            cost += call.cost;
            open += call.finished ? 0 : 1;
        }
    }

    Ledger ledger(Map<String, TenantBooks> books) {
        Map<Made, Sum> made = new LinkedHashMap<>();
        calls.all().forEach(call -> made.computeIfAbsent(
                        new Made(call.attempt(), call.first.getWorkerId()), key -> new Sum())
                .add(call));
        made.forEach(this::match);
        attempts.forEach((attempt, money) -> money.runs().forEach((worker, run) -> {
            if (run.spent != 0 && !calls.isTrimmed() && !made.containsKey(new Made(attempt, worker))) {
                report(
                        new Doubt(attempt, worker),
                        "%,d micro-dollars are booked, but no call is on record".formatted(run.spent));
            }
        }));
        long finished = calls.all().stream().filter(call -> call.finished).count();
        long cost = calls.all().stream().mapToLong(call -> call.cost).sum();
        return new Ledger(
                lines(books), finished, cost, booked, toldOnly, late, lateCost, open, openReserved, unknownCalls);
    }

    private void match(Made made, Sum sum) {
        AttemptBooks money = attempts.get(made.attempt());
        RunBooks run = money == null ? null : money.run(made.worker());
        if (run == null) {
            withoutRun(made, sum, money);
        } else if (run.live) {
            listOpen(sum, "its attempt runs");
        } else if (run.untold > 0) {
            booked += run.spent;
            listOpen(sum, SILENT);
            listLate(sum, SILENT);
            if (sum.cost < run.spent && sum.open == 0) {
                mismatch(made, sum, run);
            }
        } else if (run.told > 0) {
            told(made, sum, run);
        } else if (sum.cost > 0 || sum.open > 0) {
            report(
                    made.doubt(),
                    "handed back by %s after calls of %,d micro-dollars and %d of unknown end, and nothing is booked"
                            .formatted(made.worker(), sum.cost, sum.open));
        }
    }

    private void told(Made made, Sum sum, RunBooks run) {
        boolean oneOpenTold = sum.open > 0 && run.handedBack == 0 && sum.cost <= run.spent;
        if (sum.cost != run.spent && !oneOpenTold || sum.open > 0 && !oneOpenTold) {
            mismatch(made, sum, run);
        }
        booked += Math.min(sum.cost, run.spent);
        if (oneOpenTold) {
            toldOnly += run.spent - sum.cost;
            listOpen(sum, "its end is not on record; its attempt's result told %,d".formatted(run.spent - sum.cost));
        }
    }

    /** Calls of a worker whose start the events do not have: it was refused, is still to come, or was before the log begins. */
    private void withoutRun(Made made, Sum sum, @Nullable AttemptBooks money) {
        if (sum.cost == 0 && sum.open == 0) {
            return;
        }
        TenantView view = views.get(made.attempt().tenant());
        boolean refused = money != null && money.wasRefused(made.worker());
        boolean beforeTheLog = view != null && view.truncated && money == null;
        boolean toCome = !options.quiet();
        if (refused) {
            report(
                    made.doubt(),
                    ("worker %s made calls of %,d micro-dollars and %d of unknown end before it heard that its start was"
                                    + " refused, and nothing is booked")
                            .formatted(made.worker(), sum.cost, sum.open));
        } else if (!beforeTheLog && !toCome) {
            report(
                    made.doubt(),
                    "worker %s made calls of %,d micro-dollars and %d of unknown end without having started it"
                            .formatted(made.worker().equals(NOBODY) ? "unnamed" : made.worker(), sum.cost, sum.open));
        }
    }

    private void mismatch(Made made, Sum sum, RunBooks run) {
        report(
                made.doubt(),
                "%,d micro-dollars are booked for what %s used, and its %d calls cost %,d, %d of unknown end%s"
                        .formatted(
                                run.spent,
                                made.worker(),
                                sum.calls.size(),
                                sum.cost,
                                sum.open,
                                run.handedBack > 0 ? "; it had handed the attempt back before" : ""));
    }

    private void listOpen(Sum sum, String why) {
        sum.calls.stream().filter(call -> !call.finished).forEach(call -> {
            open++;
            openReserved += call.reserved;
            list(call, call.reserved, "begun, end unknown; " + why);
        });
    }

    private void listLate(Sum sum, String why) {
        sum.calls.stream().filter(call -> call.finished && call.cost > 0).forEach(call -> {
            late++;
            lateCost += call.cost;
            list(call, call.cost, "finished; " + why);
        });
    }

    private void list(CallBook.Call call, long micros, String standing) {
        if (unknownCalls.size() < MAX_LISTED) {
            unknownCalls.add(new Ledger.UnknownCall(
                    call.first.getTenant(),
                    call.first.getTaskId(),
                    call.first.getAttempt(),
                    call.first.getModel(),
                    call.first.getStartedAtMillis(),
                    micros,
                    standing));
        }
    }

    /** All that do not agree; once the ledger was asked for. */
    Set<Doubt> doubts() {
        return doubts;
    }

    private void report(Doubt doubt, String explanation) {
        doubts.add(doubt);
        if (!reported.test(doubt)) {
            return;
        }
        AttemptKey attempt = doubt.attempt();
        TenantView view = views.get(attempt.tenant());
        findings.add(new Violation(
                attempt.tenant(),
                attempt.task(),
                view == null ? 0 : view.partition,
                -1,
                "attempt " + attempt.attempt() + ": " + explanation));
    }

    private List<Ledger.Line> lines(Map<String, TenantBooks> books) {
        Map<String, long[]> byTenant = new HashMap<>();
        calls.all().stream().filter(call -> call.finished).forEach(call -> {
            long[] sum = byTenant.computeIfAbsent(call.first.getTenant(), t -> new long[2]);
            sum[0]++;
            sum[1] += call.cost;
        });
        List<Ledger.Line> lines = new ArrayList<>();
        books.forEach((tenant, money) -> {
            long[] sum = byTenant.getOrDefault(tenant, new long[2]);
            lines.add(new Ledger.Line(
                    tenant,
                    money.toldEnds + money.settledEnds,
                    money.spent,
                    money.untoldEnds,
                    money.unknown,
                    money.settledEnds,
                    money.settled,
                    sum[0],
                    sum[1]));
        });
        lines.sort(Comparator.comparingLong(Ledger.Line::spent).reversed().thenComparing(Ledger.Line::tenant));
        return lines;
    }
}
