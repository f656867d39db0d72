package dev.penstock.workers.execution;

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
import java.util.List;

/** Runs an attempt as one call of the role's model. */
public final class SingleCall implements Execution {
    private final RuntimeAdapter adapter;

    public SingleCall(RuntimeAdapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public Outcome run(Run run) throws InterruptedException {
        String override = run.dispatch().getModelOverride();
        String model = override.isEmpty() ? run.profile().model() : override;
        if (!adapter.isMetered()) {
            return call(run, model, end -> Usage.getDefaultInstance());
        }
        return switch (run.calls().started(adapter.name(), model)) {
            case CallRecorder.Start.No(Outcome outcome) -> outcome;
            case CallRecorder.Start.Go(CallRecorder.Call call) -> call(run, model, call);
        };
    }

    private Outcome call(Run run, String model, CallRecorder.Call call) throws InterruptedException {
        CallRequest request = new CallRequest(
                run.origin(),
                model,
                "",
                run.profile().system(),
                List.of(Turn.user(run.input())),
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
}
