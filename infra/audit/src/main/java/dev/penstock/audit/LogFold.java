package dev.penstock.audit;

import dev.penstock.schemas.v1.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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
    private final IdleCheck idle;
    private final IdentityCheck identity;
    private final OutcomeCheck outcomes;
    private final List<Check> checks;
    private Predicate<CallMatch.Doubt> reported = doubt -> true;
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
        IntakeBook intake = new IntakeBook();
        idle = new IdleCheck(options);
        identity = new IdentityCheck(options, intake);
        outcomes = new OutcomeCheck(options, intake);
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
                identity,
                new SlotCheck(options),
                idle,
                ledger,
                new VersionCheck(options),
                outcomes,
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
        checks.forEach(check -> check.applied(tenant, e));
    }

    /** A record of the log that could not be read as an event. */
    public void unreadable(int partition, long offset, String why) {
        log.unreadable(partition, offset, why);
    }

    /** A role that the operator limits, or did; at any time before {@link #finish}. */
    public void limited(String role) {
        idle.limited(role);
    }

    /** Limits that roles had are not known any more. */
    public void limitsUnknown() {
        idle.limitsUnknown();
    }

    /** A dead letter of an intake record; only with {@link AuditOptions.Part#INTAKE}, and after the events. */
    public void letter(Source source) {
        outcomes.letter(source);
    }

    /** Retention has taken dead letters, or an open transaction hides them. */
    public void lettersTrimmed() {
        outcomes.lettersTrimmed();
    }

    /** A record of an intake topic; only with {@link AuditOptions.Part#INTAKE}, and after the dead letters. */
    public void intake(LogIntake record) {
        identity.intake(record);
        outcomes.intake(record);
    }

    /** Intake topics are over, of which so much was read, by topic and partition. */
    public void intakeRead(Map<String, Map<Integer, IntakeRange>> ranges) {
        outcomes.finish(ranges);
    }

    /** A dispatch; only with {@link AuditOptions.Part#DISPATCHES}, and after the events. */
    public void dispatch(LogDispatch dispatch) {
        dispatches++;
        TenantView tenant = tenants.get(dispatch.dispatch().getTenant());
        // Of a tenant without an event it is not known by whose clock it was granted: by the one that is furthest
        // behind, at the earliest.
        long clock = tenant == null ? log.earliestClock() : log.clock(tenant.partition);
        grants.dispatched(dispatch, tenant != null && tenant.truncated, clock);
    }

    /** A record about a call to a provider; only with {@link AuditOptions.Part#CALLS}, and after the events. */
    public void call(LogCall call) {
        calls.add(call);
    }

    /** Retention has taken calls, so that a cost without a call proves nothing; to be told before the first. */
    public void callsTrimmed() {
        calls.trimmed();
    }

    /** Where the calls read so far do not agree with the books: perhaps for no more than that some of what explains them is still on its way. */
    Set<CallMatch.Doubt> doubts() {
        return ledger.doubts(calls, tenants);
    }

    /** Of calls, only these are to be reported where they do not agree at the end: they did not either each time they were looked at before. */
    void reportOnly(Set<CallMatch.Doubt> lasting) {
        reported = Set.copyOf(lasting)::contains;
    }

    /** Dispatch topics that could not be read to their end, as transactions were open there: nothing is said of grants that lack a dispatch. */
    void dispatchesHeld(Set<String> topics) {
        grants.held(topics);
    }

    /**
     * Closes the books.
     *
     * @param trimmedDispatchTopics dispatch topics whose beginning retention has taken, with the grant time (ms) of the oldest record left
     */
    public AuditReport finish(Map<String, Long> trimmedDispatchTopics) {
        submissions.finish();
        grants.finish(trimmedDispatchTopics);
        if (options.judges(AuditOptions.Part.CALLS)) {
            ledger.match(calls, tenants, reported);
        }
        for (TenantView tenant : tenants.values()) {
            checks.forEach(check -> check.atEnd(tenant));
        }
        idle.finish();
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
