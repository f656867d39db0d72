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
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.output.OutputCheckTest;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.OutputSchema;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.role.RoleProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleCallTest {
    private static final Usage USED = Usage.newBuilder().setCostMicros(7).build();

    private final List<CallRequest> asked = new ArrayList<>();
    /** Pieces of output; an empty one where it begins anew. */
    private final List<String> shown = new ArrayList<>();

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

    @Test
    void shouldPutTheTaskWhereItsRoleWantsIt() throws Exception {
        run("openai/gpt-5", recorder, answer -> new CallResult.Answered());

        assertThat(asked.getFirst().turns()).containsExactly(Turn.user("hello"));
        assertThat(asked.getFirst().model()).isEqualTo("gpt-5");
    }

    @Test
    void shouldSendBackWhatDoesNotSatisfyTheRolesSchema() throws Exception {
        List<String> answers = new ArrayList<>(List.of("{}", "{\"title\": \"x\"}"));

        Outcome outcome = titled(recorder, answer -> {
            answer.append(answers.removeFirst());
            answer.complete();
            return new CallResult.Answered();
        });

        assertThat(outcome)
                .isEqualTo(new Outcome.Success(
                        "{\"title\": \"x\"}",
                        Usage.newBuilder().setCostMicros(14).build()));
        assertThat(ends).as("each call is on record").hasSize(2);
        assertThat(asked.getLast().turns())
                .hasSize(3)
                .contains(Turn.user("hello"), Turn.model("{}"))
                .last()
                .satisfies(turn -> assertThat(turn.text()).contains("lacks 'title'"));
        assertThat(shown).as("the first answer is void").containsExactly("", "{}", "", "{\"title\": \"x\"}");
    }

    @Test
    void shouldSendAnAnswerBackOnlyOnce() throws Exception {
        Outcome outcome = titled(recorder, answer -> {
            answer.append("{}");
            answer.complete();
            return new CallResult.Answered();
        });

        assertThat(ends).hasSize(2);
        assertThat(outcome)
                .as("whoever started the attempt judges what came of it")
                .isEqualTo(new Outcome.Success(
                        "{}", Usage.newBuilder().setCostMicros(14).build()));
    }

    @Test
    void shouldTellWhatBothCallsCostWhenTheSecondFails() throws Exception {
        List<CallResult> results = new ArrayList<>(List.of(
                new CallResult.Answered(),
                new CallResult.Failed(FailureKind.RATE_LIMITED, "Too much", Duration.ofSeconds(3))));

        assertThat(titled(recorder, answer -> results.removeFirst()))
                .isEqualTo(new Outcome.Failure(
                        FailureKind.RATE_LIMITED,
                        "Too much",
                        Duration.ofSeconds(3),
                        Usage.newBuilder().setCostMicros(14).build()));
    }

    @Test
    void shouldTellWhatTheFirstCallCostWhenTheSecondMayNotBeMade() throws Exception {
        CallRecorder once = (provider, model) -> ends.isEmpty()
                ? recorder.started(provider, model)
                : new CallRecorder.Start.No(new Outcome.Deferred("accounting_unavailable", Duration.ofSeconds(1)));

        assertThat(titled(once, answer -> new CallResult.Answered()))
                .isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
                    assertThat(failure.kind().retryable()).isTrue();
                    assertThat(failure.usage()).isEqualTo(USED);
                });
    }

    @Test
    void shouldTellWhatTheFirstCallCostWhenTheSecondIsBrokenOff() throws Exception {
        List<Integer> calls = new ArrayList<>();

        Outcome outcome = titled(recorder, answer -> {
            calls.add(calls.size());
            if (calls.size() > 1) {
                throw new InterruptedException();
            }
            return new CallResult.Answered();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertThat(failure.usage())
                .isEqualTo(USED));
    }

    private long firstToken() {
        return ends.getFirst().firstTokenMillis();
    }

    private Outcome run(String override, CallRecorder calls, Script script) throws InterruptedException {
        return run(override, RoleCatalogue.load(PriceTable.load(), null).of("copywriter"), calls, script);
    }

    private Outcome titled(CallRecorder calls, Script script) throws InterruptedException {
        OutputSchema schema = OutputSchema.of(Map.of("type", "object", "required", List.of("title")));
        return run("", OutputCheckTest.role(schema), calls, script);
    }

    private Outcome run(String override, RoleProfile profile, CallRecorder calls, Script script)
            throws InterruptedException {
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
                profile,
                "hello",
                calls,
                new OutputSink() {
                    @Override
                    public void piece(String text) {
                        shown.add(text);
                    }

                    @Override
                    public void restart() {
                        shown.add("");
                    }
                }));
    }
}
