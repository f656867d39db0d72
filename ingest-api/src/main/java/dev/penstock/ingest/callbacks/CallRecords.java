package dev.penstock.ingest.callbacks;

import dev.penstock.schemas.CallPrices;
import dev.penstock.schemas.Plans;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Failure;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Progress;
import dev.penstock.schemas.v1.RenewLease;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.Usage;
import java.time.Duration;

/** What a callback comes to on the log: the same as a worker would have written that had waited for the runtime. */
final class CallRecords {
    private static final String OK = "ok";
    private static final String INVALID_USAGE = "invalid_usage";

    private CallRecords() {}

    static Command progress(CallbackGrant grant, Callback.Progress progress) {
        long patience = progress.patienceSeconds()
                .map(seconds -> Duration.ofSeconds(seconds).toMillis())
                .orElse(grant.getPatienceMillis());
        return command(grant)
                .setRenew(RenewLease.newBuilder()
                        .setTaskId(grant.getTaskId())
                        .setAttempt(grant.getAttempt())
                        .setWorkerId(grant.getWorkerId())
                        .setLeaseMillis(patience)
                        .setProgress(Progress.newBuilder().setKind("progress").setMessage(progress.message())))
                .build();
    }

    /** How the call ended: to be on record before the attempt's end is. */
    static LlmCall finished(CallbackGrant grant, Callback callback, long nowMillis) {
        Callback.Tokens tokens = tokens(callback);
        Usage used = used(grant, tokens);
        String status = callback instanceof Callback.Fail fail ? fail.kind() : OK;
        return LlmCall.newBuilder()
                .setTenant(grant.getTenant())
                .setCallId(grant.getCallId())
                .setTaskId(grant.getTaskId())
                .setAttempt(grant.getAttempt())
                .setRole(grant.getRole())
                .setProvider("webhook")
                .setModel(grant.getModel())
                .setStartedAtMillis(grant.getStartedAtMillis())
                .setWorkerId(grant.getWorkerId())
                .setFinished(CallFinished.newBuilder()
                        .setStatus(isPlausible(tokens) ? status : INVALID_USAGE)
                        .setUsage(used)
                        .setLatencyMillis(Math.max(0, nowMillis - grant.getStartedAtMillis()))
                        .setMessage(callback instanceof Callback.Fail fail ? fail.message() : "")
                        .setPriceVersion(grant.getPriceVersion()))
                .build();
    }

    static Command end(CallbackGrant grant, Callback callback) {
        FinishAttempt.Builder finish = FinishAttempt.newBuilder()
                .setTaskId(grant.getTaskId())
                .setAttempt(grant.getAttempt())
                .setWorkerId(grant.getWorkerId())
                .setUsage(sum(grant.getSpent(), used(grant, tokens(callback))));
        switch (callback) {
            case Callback.Complete(String output, Callback.Tokens _) -> complete(finish, grant, output);
            case Callback.Fail fail ->
                finish.setFailure(Failure.newBuilder()
                        .setKind(fail.kind())
                        .setMessage(fail.message())
                        .setRetryable(fail.retryable())
                        .setRetryAfterMillis(
                                Duration.ofSeconds(fail.retryAfterSeconds()).toMillis()));
            case Callback.Progress _ -> throw new IllegalArgumentException("Progress ends nothing");
        }
        return command(grant).setFinish(finish).build();
    }

    private static void complete(FinishAttempt.Builder finish, CallbackGrant grant, String output) {
        if (!grant.getPlans()) {
            finish.setSuccess(Success.newBuilder().setOutput(output));
            return;
        }
        switch (Plans.read(output)) {
            case Plans.Read.Good(var plan) -> {
                Success.Builder success = Success.newBuilder().setOutput(output);
                finish.setSuccess(plan.getTasksCount() == 0 ? success : success.setPlan(plan));
            }
            // Looked at before anything was said to be taken.
            case Plans.Read.Bad(String message) -> throw new IllegalArgumentException(message);
        }
    }

    /** What cannot be right costs what was reserved, as for any other provider. */
    private static Usage used(CallbackGrant grant, Callback.Tokens tokens) {
        if (!isPlausible(tokens)) {
            return Usage.newBuilder().setCostMicros(grant.getReservedMicros()).build();
        }
        return Usage.newBuilder()
                .setInputTokens(tokens.input())
                .setCachedInputTokens(tokens.cachedInput())
                .setOutputTokens(tokens.output())
                .setCostMicros(grant.getCallMicros()
                        + CallPrices.tokens(
                                tokens.input(),
                                grant.getInputMicros(),
                                tokens.cachedInput(),
                                grant.getCachedInputMicros(),
                                tokens.output(),
                                grant.getOutputMicros()))
                .build();
    }

    private static boolean isPlausible(Callback.Tokens tokens) {
        return CallPrices.isPlausible(tokens.input(), tokens.cachedInput(), tokens.output());
    }

    private static Callback.Tokens tokens(Callback callback) {
        return switch (callback) {
            case Callback.Complete complete -> complete.tokens();
            case Callback.Fail fail -> fail.tokens();
            case Callback.Progress _ -> new Callback.Tokens(0, 0, 0);
        };
    }

    private static Command.Builder command(CallbackGrant grant) {
        return Command.newBuilder().setTenant(grant.getTenant());
    }

    private static Usage sum(Usage first, Usage second) {
        return Usage.newBuilder()
                .setInputTokens(first.getInputTokens() + second.getInputTokens())
                .setCachedInputTokens(first.getCachedInputTokens() + second.getCachedInputTokens())
                .setOutputTokens(first.getOutputTokens() + second.getOutputTokens())
                .setCostMicros(first.getCostMicros() + second.getCostMicros())
                .build();
    }
}
