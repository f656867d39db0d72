package dev.penstock.audit;

import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallStarted;
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
    final List<LlmCall> calls = new ArrayList<>();
    private final Map<String, TaskRef> refs = new HashMap<>();
    private final Map<String, LlmCall> running = new HashMap<>();
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
        refs.put(
                id,
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(ROLE)
                        .setTier(tier)
                        .setAcceptedAtMillis(now)
                        .build());
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

    TestLog rejected(String id) {
        refs.putIfAbsent(
                id,
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(ROLE)
                        .setTier(Tier.TIER_NORMAL)
                        .build());
        return task(id, Event.newBuilder().setRejected(TaskRejected.newBuilder().setReason("backlog_full")));
    }

    TestLog duplicate(String id) {
        refs.putIfAbsent(
                id,
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(ROLE)
                        .setTier(Tier.TIER_NORMAL)
                        .build());
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
        LlmCall call = call(id, attempt, WORKER).build();
        calls.add(call);
        running.put(id, call);
        return task(
                id,
                Event.newBuilder()
                        .setStarted(TaskStarted.newBuilder()
                                .setAttempt(attempt)
                                .setWorkerId(WORKER)
                                .setLeaseUntilMillis(now + LEASE_MILLIS)));
    }

    TestLog renewed(String id, int attempt) {
        return task(
                id,
                Event.newBuilder()
                        .setRenewed(
                                LeaseRenewed.newBuilder().setAttempt(attempt).setLeaseUntilMillis(now + LEASE_MILLIS)));
    }

    /** The record of a call's start. */
    LlmCall.Builder call(String id, int attempt, String worker) {
        return LlmCall.newBuilder()
                .setTenant(TENANT)
                .setCallId("call-" + calls.size())
                .setTaskId(id)
                .setAttempt(attempt)
                .setRole(ROLE)
                .setModel("claude")
                .setStartedAtMillis(now)
                .setWorkerId(worker)
                .setStarted(CallStarted.newBuilder().setReservedMicros(ESTIMATE));
    }

    /** The running call has ended, but nobody tells the engine. */
    TestLog callEnded(String id, long cost) {
        LlmCall call = running.remove(id);
        if (call != null) {
            calls.add(call.toBuilder()
                    .setFinished(CallFinished.newBuilder().setStatus("ok").setUsage(usage(cost)))
                    .build());
        }
        return this;
    }

    /** The call of an attempt that ended without a word ended too, and its worker tells so. */
    TestLog lateEnd(String id, int attempt) {
        LlmCall call = calls.stream()
                .filter(c -> c.hasStarted() && c.getTaskId().equals(id) && c.getAttempt() == attempt)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        running.put(id, call);
        return callEnded(id, COST).settled(id, attempt, WORKER, COST);
    }

    static Usage usage(long cost) {
        return Usage.newBuilder().setCostMicros(cost).build();
    }

    /** What ends a running attempt by the engine's own decision is booked at the estimate. */
    private long unknown(String id) {
        return running.remove(id) == null ? 0 : ESTIMATE;
    }

    private static boolean silent(String cause) {
        return cause.equals("lease_lapsed") || cause.equals("attempt_timeout");
    }

    /** The cost that the worker tells, 0 for an attempt that made no call. */
    private Usage told(String id) {
        long cost = running.containsKey(id) ? COST : 0;
        callEnded(id, cost);
        return usage(cost);
    }

    TestLog retry(String id, int attempt, String cause, long backoff) {
        boolean silent = silent(cause);
        return task(
                id,
                Event.newBuilder()
                        .setRetryScheduled(RetryScheduled.newBuilder()
                                .setAttempt(attempt)
                                .setCause(cause)
                                .setUnknownMicros(silent ? unknown(id) : 0)
                                .setUsage(silent ? usage(0) : told(id))
                                .setNotBeforeMillis(now + backoff)));
    }

    /** After a call that was not made, or cost nothing. */
    TestLog deferred(String id, int attempt, String reason, long delay) {
        callEnded(id, 0);
        return task(
                id,
                Event.newBuilder()
                        .setDeferred(TaskDeferred.newBuilder()
                                .setReason(reason)
                                .setAttempt(attempt)
                                .setNotBeforeMillis(now + delay)));
    }

    TestLog queued(String id) {
        return task(id, Event.newBuilder().setQueued(TaskQueued.getDefaultInstance()));
    }

    TestLog succeeded(String id, int attempt) {
        return task(
                id,
                Event.newBuilder()
                        .setSucceeded(
                                TaskSucceeded.newBuilder().setAttempt(attempt).setUsage(told(id))));
    }

    TestLog dead(String id, int attempt, String cause) {
        return task(
                id,
                Event.newBuilder()
                        .setDead(TaskDead.newBuilder()
                                .setAttempt(attempt)
                                .setCause(cause)
                                .setUnknownMicros(silent(cause) ? unknown(id) : 0)
                                .setUsage(silent(cause) ? usage(0) : told(id))));
    }

    TestLog cancelled(String id, int liveAttempt) {
        return task(
                id,
                Event.newBuilder()
                        .setCancelled(TaskCancelled.newBuilder()
                                .setAttempt(liveAttempt)
                                .setUnknownMicros(unknown(id))));
    }

    /** While it ran, though its call was over. */
    TestLog cancelledAfterItsCall(String id) {
        return task(
                id,
                Event.newBuilder()
                        .setCancelled(TaskCancelled.newBuilder().setAttempt(1).setUnknownMicros(ESTIMATE)));
    }

    TestLog refused(String id, int attempt, String signal, String worker) {
        return task(
                id,
                Event.newBuilder()
                        .setResultRejected(ResultRejected.newBuilder()
                                .setAttempt(attempt)
                                .setSignal(signal)
                                .setWorkerId(worker)));
    }

    /** A late result that tells what an attempt cost. */
    TestLog settled(String id, int attempt, String worker, long cost) {
        return task(
                id,
                Event.newBuilder()
                        .setResultRejected(ResultRejected.newBuilder()
                                .setAttempt(attempt)
                                .setSignal("finish")
                                .setWorkerId(worker)
                                .setUsage(usage(cost))
                                .setSettledMicros(ESTIMATE)));
    }

    /** A worker whose start was refused tells what it has used. */
    TestLog toldAfterRefusal(String id, int attempt, String worker, long cost) {
        return task(
                id,
                Event.newBuilder()
                        .setResultRejected(ResultRejected.newBuilder()
                                .setAttempt(attempt)
                                .setSignal("finish")
                                .setWorkerId(worker)
                                .setUsage(usage(cost))));
    }

    /** A task's whole life in an otherwise idle lane. */
    TestLog whole(String id) {
        return accepted(id).granted(id, 1, 1).pass(5).started(id, 1).pass(100).succeeded(id, 1);
    }

    private TestLog task(String id, Event.Builder event) {
        return add(event.setTask(refs.getOrDefault(
                id,
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(ROLE)
                        .setTier(Tier.TIER_NORMAL)
                        .build())));
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
        return audit(events, calls, options.withCalls(true));
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
