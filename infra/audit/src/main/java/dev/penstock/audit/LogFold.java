package dev.penstock.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The audit as a fold: events in the order of their partitions, then dispatches and calls, then {@link #finish}. Pure: no Kafka, no clock. Memory grows
 * with open tasks, with tasks that ended within the marker time, and with attempts and their calls.
 */
public final class LogFold {
    private final AuditOptions options;
    private final Map<String, TenantView> tenants = new HashMap<>();
    private final LogCheck log;
    private final SubmissionCheck submissions;
    private final EndCheck ends;
    private final GrantCheck grants;
    private final LedgerCheck ledger;
    private final CallBook calls;
    private final List<Check> checks;
    private long events;
    private long dispatches;

    public LogFold(AuditOptions options) {
        this.options = options;
        log = new LogCheck(options);
        submissions = new SubmissionCheck(options);
        ends = new EndCheck(options);
        grants = new GrantCheck(options);
        ledger = new LedgerCheck(options);
        calls = new CallBook(ledger.findings);
        checks = List.of(
                log,
                new CapCheck(options),
                submissions,
                ends,
                new AfterEndCheck(options),
                grants,
                new AttemptCheck(options),
                new SignalCheck(options),
                new OrderCheck(options),
                new SlotCheck(options),
                ledger,
                new PlanCheck(options),
                new CampaignCheck(options));
    }

    /** What a producer says it handed in; may be told at any time before {@link #finish}, best before the events. */
    public void submitted(Submission submission) {
        submissions.submitted(submission);
    }

    public void event(LogEvent e) {
        events++;
        TenantView tenant = tenants.computeIfAbsent(e.tenant(), name -> view(name, e.partition()));
        tenant.forget(e.at());
        checks.forEach(check -> check.examine(tenant, e));
        tenant.apply(e.event());
    }

    /** A record of the log that could not be read as an event. */
    public void unreadable(int partition, long offset, String why) {
        log.unreadable(partition, offset, why);
    }

    /** A dispatch; only with {@link AuditOptions#dispatches()}, and after the events. */
    public void dispatch(LogDispatch dispatch) {
        dispatches++;
        TenantView tenant = tenants.get(dispatch.dispatch().getTenant());
        long clock = tenant == null ? log.latestClock() : log.clock(tenant.partition);
        grants.dispatched(dispatch, tenant != null && tenant.truncated, clock);
    }

    /** A record about a call to a provider; only with {@link AuditOptions#calls()}, and after the events. */
    public void call(LogCall call) {
        calls.add(call);
    }

    /** Retention has taken calls, so that a cost without a call proves nothing; to be told before the first. */
    public void callsTrimmed() {
        calls.trimmed();
    }

    /** Grants whose dispatch was not seen yet. */
    public int undispatched() {
        return grants.undispatched();
    }

    /**
     * Closes the books.
     *
     * @param trimmedDispatchTopics dispatch topics whose beginning retention has taken, with the grant time (ms) of the oldest record left
     */
    public AuditReport finish(Map<String, Long> trimmedDispatchTopics) {
        submissions.finish();
        grants.finish(trimmedDispatchTopics);
        if (options.calls()) {
            ledger.match(calls, tenants);
        }
        for (TenantView tenant : tenants.values()) {
            checks.forEach(check -> check.atEnd(tenant));
        }
        return new AuditReport(
                checks.stream().map(Check::result).toList(),
                events,
                dispatches,
                tenants.size(),
                ends.open(),
                ledger.ledger());
    }

    private TenantView view(String name, int partition) {
        return new TenantView(name, partition, options.truncated().contains(partition), options);
    }
}
