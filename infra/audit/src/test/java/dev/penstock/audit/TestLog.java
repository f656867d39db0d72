package dev.penstock.audit;

import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CampaignCancelled;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LeaseRenewed;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.RetryScheduled;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.SubmissionDuplicate;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskCancelled;
import dev.penstock.schemas.v1.TaskDead;
import dev.penstock.schemas.v1.TaskDeferred;
import dev.penstock.schemas.v1.TaskGranted;
import dev.penstock.schemas.v1.TaskQueued;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskRejected;
import dev.penstock.schemas.v1.TaskReplayed;
import dev.penstock.schemas.v1.TaskStarted;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantConfigured;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes one tenant's events by hand: seq and task references come by themselves, everything else is said. */
final class TestLog {
    static final String TENANT = "acme";
    static final String ROLE = "copywriter";
    static final long GRANT_MILLIS = 60_000;
    static final long LEASE_MILLIS = 30_000;

    /** What each grant reserves, and what each call costs, in micro-dollars. */
    static final long ESTIMATE = 1_000;

    static final long COST = 700;
    static final String WORKER = "w1";

    final List<Event> events = new ArrayList<>();
    private final TestCalls attempts = new TestCalls();
    final List<LlmCall> calls = attempts.records;
    private final Map<String, TaskRef> refs = new HashMap<>();
    private long now = 1_000;
    private long version;
    private int cap;
    private long source;

    static TestLog withCap(int cap) {
        return new TestLog().configured(cap);
    }

    long now() {
        return now;
    }

    TestLog pass(long millis) {
        now += millis;
        return this;
    }

    TestLog configured(int newCap) {
        return configured(newCap, config -> config);
    }

    /** @param limits what else the configuration says */
    TestLog configured(int newCap, UnaryOperator<TenantConfig.Builder> limits) {
        version++;
        cap = newCap;
        TenantConfig config = limits.apply(TenantConfig.newBuilder()
                        .setTenant(TENANT)
                        .setVersion(version)
                        .addAllocations(Allocation.newBuilder()
                                .setRole(ROLE)
                                .setEnabled(true)
                                .setMaxConcurrent(newCap)))
                .build();
        return add(
                Event.newBuilder().setConfigured(TenantConfigured.newBuilder().setConfig(config)));
    }

    TestLog accepted(String id) {
        return accepted(id, Tier.TIER_NORMAL);
    }

    TestLog accepted(String id, Tier tier) {
        return accepted(id, tier, 0);
    }

    /** @param delay milliseconds before it may start, 0 for none */
    TestLog accepted(String id, Tier tier, long delay) {
        ref(id, tier, "");
        Source from = Source.newBuilder()
                .setTopic("penstock.tasks.copywriter.normal")
                .setOffset(source++)
                .build();
        return task(
                id,
                Event.newBuilder()
                        .setAccepted(TaskAccepted.newBuilder()
                                .setMaxAttempts(3)
                                .setSource(from)
                                .setNotBeforeMillis(delay == 0 ? 0 : now + delay)));
    }

    /** A planner: its campaign bears its id. */
    TestLog planner(String id) {
        ref(id, Tier.TIER_URGENT, id);
        return accepted(id, accepted -> accepted.setCounts(true));
    }

    /** A task of a planner's plan, whose campaign bears the planner's id. */
    TestLog planned(String id, String planner, String... after) {
        ref(id, Tier.TIER_NORMAL, planner);
        return accepted(id, accepted -> accepted.setCounts(true)
                .setPlannerId(planner)
                .setName(id)
                .setDepth(1)
                .addAllAfter(List.of(after)));
    }

    TestLog ref(String id, Tier tier, String campaign) {
        TaskRef.Builder ref = ref(id, tier).setAcceptedAtMillis(now).setCampaign(campaign);
        refs.put(id, ref.build());
        return this;
    }

    private static TaskRef.Builder ref(String id, Tier tier) {
        return TaskRef.newBuilder().setTaskId(id).setRole(ROLE).setTier(tier);
    }

    /** Accepts what {@link #ref} told of. */
    TestLog accepted(String id, UnaryOperator<TaskAccepted.Builder> change) {
        return task(
                id,
                Event.newBuilder()
                        .setAccepted(change.apply(TaskAccepted.newBuilder().setMaxAttempts(3))));
    }

    TestLog replayed(String id, int attempt, int maxAttempts) {
        return replayed(id, attempt, maxAttempts, false);
    }

    TestLog replayed(String id, int attempt, int maxAttempts, boolean recounts) {
        return task(
                id,
                Event.newBuilder()
                        .setReplayed(TaskReplayed.newBuilder()
                                .setAttempt(attempt)
                                .setMaxAttempts(maxAttempts)
                                .setReason("again")
                                .setRecounts(recounts)));
    }

    TestLog campaignCancelled(String campaign) {
        return add(Event.newBuilder()
                .setCampaignCancelled(CampaignCancelled.newBuilder().setCampaign(campaign)));
    }

    TestLog progressed(
            String campaign, String state, int total, int succeeded, int failed, int cancelled, long costMicros) {
        return add(Event.newBuilder()
                .setCampaignProgressed(CampaignProgressed.newBuilder()
                        .setCampaign(campaign)
                        .setState(state)
                        .setTotal(total)
                        .setSucceeded(succeeded)
                        .setFailed(failed)
                        .setCancelled(cancelled)
                        .setCostMicros(costMicros)));
    }

    TestLog rejected(String id) {
        return task(id, Event.newBuilder().setRejected(TaskRejected.newBuilder().setReason("backlog_full")));
    }

    TestLog duplicate(String id) {
        return task(id, Event.newBuilder().setDuplicate(SubmissionDuplicate.getDefaultInstance()));
    }

    TestLog granted(String id, int attempt, int live) {
        return task(
                id,
                Event.newBuilder()
                        .setGranted(TaskGranted.newBuilder()
                                .setAttempt(attempt)
                                .setCap(cap)
                                .setConfigVersion(version)
                                .setLive(live)
                                .setReservedMicros(ESTIMATE)
                                .setStartByMillis(now + GRANT_MILLIS)));
    }

    /** With the record of a call that begins. */
    TestLog started(String id, int attempt) {
        return started(id, attempt, WORKER);
    }

    TestLog started(String id, int attempt, String worker) {
        attempts.started(call(id, attempt, worker).build());
        return task(
                id,
                Event.newBuilder()
                        .setStarted(TaskStarted.newBuilder()
                                .setAttempt(attempt)
                                .setWorkerId(worker)
                                .setLeaseUntilMillis(now + LEASE_MILLIS)));
    }

    TestLog renewed(String id, int attempt) {
        return task(
                id,
                Event.newBuilder()
                        .setRenewed(
                                LeaseRenewed.newBuilder().setAttempt(attempt).setLeaseUntilMillis(now + LEASE_MILLIS)));
    }

    LlmCall.Builder call(String id, int attempt, String worker) {
        return attempts.call(id, attempt, worker, now);
    }

    /** The running call has ended, but nobody tells the engine. */
    TestLog callEnded(String id, long cost) {
        attempts.finished(id, cost);
        return this;
    }

    /** The call of an attempt that ended without a word ended too, and its worker tells so. */
    TestLog lateEnd(String id, int attempt) {
        String worker = attempts.finishedLate(id, attempt, COST).getWorkerId();
        return settled(id, attempt, worker, COST);
    }

    /** What the last event adds to what its task has cost. */
    long lastCost() {
        return Money.balance(events.getLast());
    }

    static Usage usage(long cost) {
        return Usage.newBuilder().setCostMicros(cost).build();
    }

    TestLog retry(String id, int attempt, String cause, long backoff) {
        return retry(id, attempt, cause, backoff, COST);
    }

    /** @param costMicros what its worker tells, which it does not of a cause that means that it is silent */
    TestLog retry(String id, int attempt, String cause, long backoff, long costMicros) {
        return task(
                id,
                Event.newBuilder()
                        .setRetryScheduled(RetryScheduled.newBuilder()
                                .setAttempt(attempt)
                                .setCause(cause)
                                .setUnknownMicros(attempts.untold(id, cause))
                                .setUsage(attempts.told(id, cause, costMicros))
                                .setNotBeforeMillis(now + backoff)));
    }

    /** After a call that was not made, or cost nothing. */
    TestLog deferred(String id, int attempt, String reason, long delay) {
        return deferred(id, attempt, reason, delay, 0);
    }

    TestLog deferred(String id, int attempt, String reason, long delay, long costMicros) {
        return task(
                id,
                Event.newBuilder()
                        .setDeferred(TaskDeferred.newBuilder()
                                .setReason(reason)
                                .setAttempt(attempt)
                                .setUsage(attempts.told(id, costMicros))
                                .setNotBeforeMillis(now + delay)));
    }

    TestLog queued(String id) {
        return task(id, Event.newBuilder().setQueued(TaskQueued.getDefaultInstance()));
    }

    TestLog succeeded(String id, int attempt) {
        return succeeded(id, attempt, COST);
    }

    TestLog succeeded(String id, int attempt, long costMicros) {
        return task(
                id,
                Event.newBuilder()
                        .setSucceeded(TaskSucceeded.newBuilder()
                                .setAttempt(attempt)
                                .setUsage(attempts.told(id, costMicros))));
    }

    TestLog dead(String id, int attempt, String cause) {
        return dead(id, attempt, cause, COST);
    }

    /** @param costMicros as with {@link #retry} */
    TestLog dead(String id, int attempt, String cause, long costMicros) {
        return task(
                id,
                Event.newBuilder()
                        .setDead(TaskDead.newBuilder()
                                .setAttempt(attempt)
                                .setCause(cause)
                                .setUnknownMicros(attempts.untold(id, cause))
                                .setUsage(attempts.told(id, cause, costMicros))));
    }

    TestLog cancelled(String id, int liveAttempt) {
        return cancelled(id, liveAttempt, "requested");
    }

    TestLog cancelled(String id, int liveAttempt, String reason) {
        return task(
                id,
                Event.newBuilder()
                        .setCancelled(TaskCancelled.newBuilder()
                                .setAttempt(liveAttempt)
                                .setReason(reason)
                                .setUnknownMicros(attempts.untold(id))));
    }

    TestLog refused(String id, int attempt, String signal, String worker) {
        return refused(id, attempt, signal, worker, 0, 0);
    }

    /** A late result that tells what an attempt cost. */
    TestLog settled(String id, int attempt, String worker, long cost) {
        return refused(id, attempt, "finish", worker, cost, ESTIMATE);
    }

    /** A worker whose start was refused tells what it has used. */
    TestLog toldAfterRefusal(String id, int attempt, String worker, long cost) {
        return refused(id, attempt, "finish", worker, cost, 0);
    }

    private TestLog refused(String id, int attempt, String signal, String worker, long cost, long settled) {
        return task(
                id,
                Event.newBuilder()
                        .setResultRejected(ResultRejected.newBuilder()
                                .setAttempt(attempt)
                                .setSignal(signal)
                                .setWorkerId(worker)
                                .setUsage(usage(cost))
                                .setSettledMicros(settled)));
    }

    /** A task's whole life in an otherwise idle lane. */
    TestLog whole(String id) {
        return accepted(id).granted(id, 1, 1).pass(5).started(id, 1).pass(100).succeeded(id, 1);
    }

    private TestLog task(String id, Event.Builder event) {
        return add(event.setTask(refs.getOrDefault(id, ref(id, Tier.TIER_NORMAL).build())));
    }

    private TestLog add(Event.Builder event) {
        events.add(event.setTenant(TENANT)
                .setSeq(events.size() + 1L)
                .setAtMillis(now)
                .build());
        return this;
    }

    AuditReport audit() {
        return audit(AuditOptions.DEFAULT);
    }

    AuditReport audit(AuditOptions options) {
        return audit(events, options);
    }

    /** With the calls held against the books. */
    AuditReport auditCalls(AuditOptions options) {
        return audit(events, calls, options.with(AuditOptions.Part.CALLS));
    }

    static AuditReport audit(List<Event> events, AuditOptions options) {
        return audit(events, List.of(), options);
    }

    static AuditReport audit(List<Event> events, List<LlmCall> calls, AuditOptions options) {
        LogFold fold = new LogFold(options);
        for (int i = 0; i < events.size(); i++) {
            fold.event(LogEvent.of(0, i, events.get(i)));
        }
        for (int i = 0; i < calls.size(); i++) {
            fold.call(new LogCall(0, i, calls.get(i)));
        }
        return fold.finish(Map.of());
    }
}
