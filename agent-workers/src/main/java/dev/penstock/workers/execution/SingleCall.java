package dev.penstock.workers.execution;

import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.output.OutputCheck;
import dev.penstock.workers.output.Repair;
import dev.penstock.workers.role.ModelRef;
import java.time.Duration;
import java.util.List;

/** Runs an attempt as one call of the role's model, and another one where its output is not what the role has to make. */
public final class SingleCall implements Execution {
    private final RuntimeAdapter adapter;

    public SingleCall(RuntimeAdapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public Outcome run(Run run) throws InterruptedException {
        String model = model(run);
        List<Turn> turns = List.of(Turn.user(run.profile().turn(run.input())));
        OutputCheck check = OutputCheck.of(run.profile());
        Outcome outcome = call(run, model, turns);
        for (int repairs = 0; repairs < Repair.MAX; repairs++) {
            if (!(outcome instanceof Outcome.Success(String output, Usage used, Plan ignored))
                    || !(check.check(output) instanceof OutputCheck.Invalid invalid)) {
                return outcome;
            }
            turns = Repair.turns(turns, output, invalid.message());
            outcome = repaired(run, model, turns, used);
        }
        return outcome;
    }

    private String model(Run run) {
        String override = run.dispatch().getModelOverride();
        List<ModelRef> chain = run.profile().chain();
        return override.isEmpty()
                ? chain.stream()
                        .filter(ref -> ref.provider().equals(adapter.name()))
                        .findFirst()
                        .orElse(chain.getFirst())
                        .model()
                : ModelRef.parse(override, adapter.name()).model();
    }

    /** What was used before is not lost, however this call ends. */
    private Outcome repaired(Run run, String model, List<Turn> turns, Usage before) {
        try {
            return switch (call(run, model, turns)) {
                case Outcome.Success(String output, Usage usage, Plan plan) ->
                    new Outcome.Success(output, sum(before, usage), plan);
                case Outcome.Failure(var kind, var message, var retryAfter, var usage) ->
                    new Outcome.Failure(kind, message, retryAfter, sum(before, usage));
                case Outcome.Deferred(String reason, Duration delay) ->
                    new Outcome.Failure(
                            FailureKind.INTERNAL_ERROR,
                            "The output could not be sent back to the model: " + reason,
                            delay,
                            before);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failure(FailureKind.INTERNAL_ERROR, "The run was interrupted", Duration.ZERO, before);
        }
    }

    private Outcome call(Run run, String model, List<Turn> turns) throws InterruptedException {
        if (!adapter.isMetered()) {
            return call(run, model, turns, end -> Usage.getDefaultInstance());
        }
        return switch (run.calls().started(adapter.name(), model)) {
            case CallRecorder.Start.No(Outcome outcome) -> outcome;
            case CallRecorder.Start.Go(CallRecorder.Call call) -> call(run, model, turns, call);
        };
    }

    private Outcome call(Run run, String model, List<Turn> turns, CallRecorder.Call call) throws InterruptedException {
        CallRequest request = new CallRequest(
                run.origin(),
                model,
                "",
                run.profile().system(),
                turns,
                run.profile().maxTokens(),
                run.profile().timeout());
        run.output().restart();
        Answer answer = new Answer(run.output()::piece);
        CallResult result;
        try {
            result = adapter.call(request, answer);
        } catch (InterruptedException e) {
            call.finished(CallEnd.of(CallEnd.STOPPED, answer, "The call was broken off"));
            throw e;
        } catch (RuntimeException e) {
            call.finished(CallEnd.of(FailureKind.INTERNAL_ERROR.code(), answer, "The worker failed"));
            throw e;
        }
        return switch (result) {
            case CallResult.Answered() ->
                new Outcome.Success(answer.text(), call.finished(CallEnd.of(CallEnd.OK, answer, "")));
            case CallResult.Failed(var kind, var message, var retryAfter) ->
                new Outcome.Failure(kind, message, retryAfter, call.finished(CallEnd.of(kind.code(), answer, message)));
            case CallResult.Accepted(var patience) ->
                throw new IllegalStateException("Nobody waits for callbacks, for " + patience);
        };
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
