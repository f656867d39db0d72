package dev.penstock.workers.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleCallTest {
    private static final Usage USED = Usage.newBuilder().setCostMicros(7).build();

    private final List<CallRequest> asked = new ArrayList<>();
    private final List<CallEnd> ends = new ArrayList<>();
    private final CallRecorder recorder = (provider, model) -> new CallRecorder.Start.Go(end -> {
        ends.add(end);
        return USED;
    });

    private interface Script {
        CallResult answer(Answer answer) throws InterruptedException;
    }

    @Test
    void shouldAskTheTenantsModelInsteadOfTheRoles() throws Exception {
        Outcome outcome = run("claude-haiku-4-5", recorder, answer -> {
            answer.append("done");
            answer.used(new Tokens(3, 1));
            answer.complete();
            return new CallResult.Answered();
        });

        assertThat(asked.getFirst().model()).isEqualTo("claude-haiku-4-5");
        assertThat(outcome).isEqualTo(new Outcome.Success("done", USED));
        assertThat(ends).containsExactly(new CallEnd(CallEnd.OK, new Tokens(3, 1), firstToken(), 0, ""));
    }

    @Test
    void shouldNotCallWithoutLeave() throws Exception {
        Outcome.Deferred refusal = new Outcome.Deferred("accounting_unavailable", Duration.ofSeconds(1));

        assertThat(run(
                        "",
                        (provider, model) -> new CallRecorder.Start.No(refusal),
                        answer -> new CallResult.Answered()))
                .isEqualTo(refusal);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldTellAFailureWithWhatItCost() throws Exception {
        Outcome outcome = run("", recorder, answer -> {
            answer.status(429);
            return new CallResult.Failed(FailureKind.RATE_LIMITED, "Too much", Duration.ofSeconds(3));
        });

        assertThat(outcome)
                .isEqualTo(new Outcome.Failure(FailureKind.RATE_LIMITED, "Too much", Duration.ofSeconds(3), USED));
        assertThat(ends).containsExactly(new CallEnd("rate_limited", Tokens.NONE, 0, 429, "Too much"));
    }

    @Test
    void shouldPutTheEndOnRecordThoughTheCallWasBrokenOff() {
        assertThatThrownBy(() -> run("", recorder, answer -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> run("", recorder, answer -> {
                    throw new IllegalArgumentException("a bug");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(ends).extracting(CallEnd::status).containsExactly("stopped", "internal_error");
    }

    private long firstToken() {
        return ends.getFirst().firstTokenMillis();
    }

    private Outcome run(String override, CallRecorder calls, Script script) throws InterruptedException {
        SingleCall execution = new SingleCall(new RuntimeAdapter() {
            @Override
            public String name() {
                return "anthropic";
            }

            @Override
            public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
                asked.add(request);
                return script.answer(answer);
            }
        });
        return execution.run(new Run(
                Dispatches.of("acme", "copywriter", "a")
                        .setModelOverride(override)
                        .build(),
                RoleCatalogue.load(PriceTable.load(), null).of("copywriter"),
                "hello",
                calls,
                OutputSink.NONE));
    }
}
