package dev.penstock.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The audit as a fold: events in the order of their partitions, then dispatches, then {@link #finish}. Pure: no Kafka, no clock. Memory grows
 * with open tasks, with tasks that ended within the marker time, and, when dispatches are folded, with grants.
 */
public final class LogFold {
    private final AuditOptions options;
    private final Map<String, TenantView> tenants = new HashMap<>();
    private final LogCheck log;
    private final SubmissionCheck submissions;
    private final EndCheck ends;
    private final GrantCheck grants;
    private final List<Check> checks;
    private long events;
    private long dispatches;

    public LogFold(AuditOptions options) {
        this.options = options;
        log = new LogCheck(options);
        submissions = new SubmissionCheck(options);
        ends = new EndCheck(options);
        grants = new GrantCheck(options);
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
        for (TenantView tenant : tenants.values()) {
            checks.forEach(check -> check.atEnd(tenant));
        }
        return new AuditReport(
                checks.stream().map(Check::result).toList(), events, dispatches, tenants.size(), ends.open());
    }

    private TenantView view(String name, int partition) {
        return new TenantView(name, partition, options.truncated().contains(partition), options);
    }
}
