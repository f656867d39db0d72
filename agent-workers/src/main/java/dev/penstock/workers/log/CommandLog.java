package dev.penstock.workers.log;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeferAttempt;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Failure;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.Progress;
import dev.penstock.schemas.v1.RenewLease;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a worker tells the engine about an attempt. */
public final class CommandLog {
    /** The kind of failure of an attempt that was stopped; it is read only where the engine had not ended the attempt after all. */
    private static final String STOPPED = "stopped";

    private static final String ROUTED = "routed";
    private static final String PROGRESS = "progress";

    private final Outbox outbox;
    private final String workerId;

    public CommandLog(Outbox outbox, String workerId) {
        this.outbox = outbox;
        this.workerId = workerId;
    }

    /** Who speaks. */
    public String workerId() {
        return workerId;
    }

    /**
     * The worker has taken the grant.
     *
     * @param dispatchedAtMillis the broker's time stamp of the dispatch record
     * @return the broker's time stamp of the start, which is the engine's time for it; -1 where it is not known
     */
    public CompletableFuture<Long> start(Dispatch dispatch, long dispatchedAtMillis) {
        String tenant = dispatch.getTenant();
        Command start = Command.newBuilder()
                .setTenant(tenant)
                .setStart(StartAttempt.newBuilder()
                        .setTaskId(dispatch.getTaskId())
                        .setAttempt(dispatch.getAttempt())
                        .setWorkerId(workerId)
                        .setDispatchedAtMillis(dispatchedAtMillis))
                .build();
        return outbox.sendTimed(Topics.COMMANDS, tenant, start);
    }

    /** The worker still runs it. */
    public CompletableFuture<Void> renew(Dispatch dispatch) {
        return send(
                dispatch,
                Command.newBuilder()
                        .setRenew(RenewLease.newBuilder()
                                .setTaskId(dispatch.getTaskId())
                                .setAttempt(dispatch.getAttempt())
                                .setWorkerId(workerId)));
    }

    /**
     * It goes on with another model, or waits for one. Nobody waits for this to be written: should it be lost, so is the reason alone.
     *
     * @param from provider and model, as {@code anthropic/claude-sonnet-5-5}
     * @param to the same; empty when it waits
     */
    public void routed(Dispatch dispatch, String from, String to, String why) {
        send(
                dispatch,
                Command.newBuilder()
                        .setRenew(RenewLease.newBuilder()
                                .setTaskId(dispatch.getTaskId())
                                .setAttempt(dispatch.getAttempt())
                                .setWorkerId(workerId)
                                .setProgress(Progress.newBuilder()
                                        .setKind(ROUTED)
                                        .setFrom(from)
                                        .setTo(to)
                                        .setMessage(Messages.oneLine(why)))));
    }

    /** Its runtime runs it from here on, in this worker's name. */
    private CompletableFuture<Void> accepted(Dispatch dispatch, Duration patience) {
        return send(
                dispatch,
                Command.newBuilder()
                        .setRenew(RenewLease.newBuilder()
                                .setTaskId(dispatch.getTaskId())
                                .setAttempt(dispatch.getAttempt())
                                .setWorkerId(workerId)
                                .setLeaseMillis(patience.toMillis())
                                .setProgress(Progress.newBuilder()
                                        .setKind(PROGRESS)
                                        .setMessage("The runtime has accepted it and will call back"))));
    }

    /** It is over, as the outcome says, or its runtime's. */
    public CompletableFuture<Void> end(Dispatch dispatch, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success(String output, var usage, Plan plan) ->
                finish(dispatch, FinishAttempt.newBuilder().setUsage(usage).setSuccess(success(output, plan)));
            case Outcome.Failure(var kind, String message, Duration retryAfter, var usage) ->
                finish(
                        dispatch,
                        FinishAttempt.newBuilder()
                                .setUsage(usage)
                                .setFailure(Failure.newBuilder()
                                        .setKind(kind.code())
                                        .setMessage(Messages.oneLine(message))
                                        .setRetryable(kind.retryable())
                                        .setRetryAfterMillis(retryAfter.toMillis())));
            case Outcome.Deferred(String reason, Duration delay, Usage used) -> defer(dispatch, reason, delay, used);
            case Outcome.Accepted(Duration patience) -> accepted(dispatch, patience);
        };
    }

    /** It was stopped, for the engine has ended it or its lease could not be kept, and used this much until then. */
    public CompletableFuture<Void> cost(Dispatch dispatch, Usage usage) {
        return finish(
                dispatch,
                FinishAttempt.newBuilder()
                        .setUsage(usage)
                        .setFailure(Failure.newBuilder()
                                .setKind(STOPPED)
                                .setMessage("The worker stopped it")
                                .setRetryable(true)));
    }

    /** It goes back unspent, whatever it used. */
    public CompletableFuture<Void> defer(Dispatch dispatch, String reason, Duration delay, Usage used) {
        DeferAttempt.Builder defer = DeferAttempt.newBuilder();
        if (used.getCostMicros() > 0) {
            defer.setUsage(used);
        }
        return send(
                dispatch,
                Command.newBuilder()
                        .setDefer(defer.setTaskId(dispatch.getTaskId())
                                .setAttempt(dispatch.getAttempt())
                                .setWorkerId(workerId)
                                .setReason(reason)
                                .setDelayMillis(delay.toMillis())));
    }

    private static Success.Builder success(String output, Plan plan) {
        Success.Builder success = Success.newBuilder().setOutput(output);
        return plan.getTasksCount() == 0 ? success : success.setPlan(plan);
    }

    private CompletableFuture<Void> finish(Dispatch dispatch, FinishAttempt.Builder finish) {
        return send(
                dispatch,
                Command.newBuilder()
                        .setFinish(finish.setTaskId(dispatch.getTaskId())
                                .setAttempt(dispatch.getAttempt())
                                .setWorkerId(workerId)));
    }

    private CompletableFuture<Void> send(Dispatch dispatch, Command.Builder command) {
        String tenant = dispatch.getTenant();
        return outbox.send(Topics.COMMANDS, tenant, command.setTenant(tenant).build());
    }
}
