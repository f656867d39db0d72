package dev.penstock.workers.execution;

import static dev.penstock.workers.execution.RoutedWorld.CLAUDE;
import static dev.penstock.workers.execution.RoutedWorld.GPT;
import static dev.penstock.workers.execution.RoutedWorld.LOCAL;
import static dev.penstock.workers.execution.RoutedWorld.answers;
import static dev.penstock.workers.execution.RoutedWorld.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.execution.RoutedWorld.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoutedExecutionTest {
    private final RoutedWorld world = new RoutedWorld();

    // ---- one call

    @Test
    void shouldAskTheRolesFirstModel() throws Exception {
        world.scripts.put(CLAUDE, answers("done", 10));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Success.class, success -> {
            assertThat(success.output()).isEqualTo("done");
            assertThat(success.usage().getCostMicros()).isEqualTo(10);
        });
        assertThat(world.requests.getFirst().turns()).containsExactly(Turn.user("hello"));
        assertThat(world.decisions).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"claude-haiku-4-5, anthropic/claude-haiku-4-5", "openai/gpt-5, openai/gpt-5"})
    void shouldAskTheModelThatTheTenantChoseAndNoOther(String override, String model) throws Exception {
        world.scripts.put(model, fails(FailureKind.PROVIDER_ERROR));

        Outcome outcome = world.run(Dispatches.of("acme", "copywriter", "a")
                .setModelOverride(override)
                .build());

        assertThat(outcome).isInstanceOf(Outcome.Failure.class);
        assertThat(world.asked).containsExactly(model);
    }

    @Test
    void shouldAskTheProviderThatTheTenantChose() throws Exception {
        world.adapterOverride = "openai";
        world.scripts.put(GPT, answers("done", 10));

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.decisions).isEmpty();
    }

    @Test
    void shouldSayWhatToSetUpWhenNothingIs() throws Exception {
        world.adapterOverride = "webhook";

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_CONFIGURED);
            assertThat(failure.message()).contains("copywriter", "anthropic, openai");
        });
    }

    @Test
    void shouldNotCallWithoutLeave() throws Exception {
        Outcome.Deferred refusal = new Outcome.Deferred("accounting_unavailable", Duration.ofSeconds(1));
        world.recorder = (provider, model) -> new CallRecorder.Start.No(refusal);

        assertThat(world.run()).isEqualTo(refusal);
        assertThat(world.asked).isEmpty();
    }

    @Test
    void shouldPutTheEndOnRecordThoughTheCallWasBrokenOff() throws Exception {
        world.scripts.put(CLAUDE, (request, answer) -> {
            answer.used(new Tokens(7, 0));
            world.stopped = true;
            throw new InterruptedException();
        });

        Outcome outcome = world.run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(world.ends).extracting(CallEnd::status).containsExactly("stopped");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertThat(
                        failure.usage().getInputTokens())
                .isEqualTo(7));
        assertThat(world.asked).as("nobody wants another").hasSize(1);
    }

    @Test
    void shouldPutTheEndOnRecordThoughTheAdapterIsBroken() {
        world.scripts.put(CLAUDE, (request, answer) -> {
            throw new IllegalArgumentException("a bug");
        });

        assertThatThrownBy(world::run).isInstanceOf(IllegalArgumentException.class);
        assertThat(world.ends).extracting(CallEnd::status).containsExactly("internal_error");
    }

    // ---- fallback

    @Test
    void shouldGoOnWithTheNextWhenOneIsRateLimitedAndComeBackWhenItIsNot() throws Exception {
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(20)));
        world.scripts.put(GPT, answers("done", 10));

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.decisions).containsExactly(new Decision(CLAUDE, GPT, "rate_limited: It did not work"));
        world.pass(Duration.ofSeconds(19));
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.asked).as("the second task does not ask it again").containsExactly(CLAUDE, GPT, GPT);
        assertThat(world.decisions.getLast()).isEqualTo(new Decision(CLAUDE, GPT, CLAUDE + " rate_limited for 1 s"));

        world.pass(Duration.ofSeconds(1));
        world.scripts.put(CLAUDE, answers("done", 10));
        world.run();
        assertThat(world.asked.getLast()).isEqualTo(CLAUDE);
        assertThat(world.decisions).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "TIER_URGENT, 1, true",
        "TIER_NORMAL, 4, false",
        "TIER_NORMAL, 9, true",
        "TIER_BATCH, 50, false",
        "TIER_BATCH, 90, true"
    })
    void shouldWaitForTheRolesOwnModelAsLongAsTheTierMay(Tier tier, int seconds, boolean fallsBack) throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(seconds)));
        world.run();
        world.chain = List.of(CLAUDE, GPT);
        world.scripts.put(GPT, answers("done", 10));

        Outcome outcome = world.run("acme", tier);

        if (fallsBack) {
            assertThat(outcome).isInstanceOf(Outcome.Success.class);
        } else {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.delay())
                    .isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1_200L)));
        }
    }

    @Test
    void shouldGoBackUnspentWhenAllAreRateLimited() throws Exception {
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(30)));
        world.scripts.put(GPT, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(10)));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.reason()).isEqualTo("rate_limited");
            assertThat(deferred.delay()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        });
        Outcome second = world.run();
        assertThat(second).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.delay())
                .as("until the first of them may be asked again")
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12)));
        assertThat(world.asked).as("the second task asks nobody").hasSize(2);
        assertThat(world.decisions.getLast().to()).isEmpty();
    }

    @Test
    void shouldFailWhenAllFail() throws Exception {
        world.scripts.put(CLAUDE, fails(FailureKind.PROVIDER_ERROR));
        world.scripts.put(GPT, fails(FailureKind.TIMEOUT));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertThat(failure.kind())
                .isEqualTo(FailureKind.TIMEOUT));
        assertThat(world.asked).containsExactly(CLAUDE, GPT);
    }

    @Test
    void shouldAddUpWhatAllCallsOfAnAttemptCost() throws Exception {
        world.scripts.put(CLAUDE, (request, answer) -> {
            answer.used(new Tokens(30, 0));
            return CallResult.Failed.of(FailureKind.PROVIDER_ERROR, "Half-way");
        });
        world.scripts.put(GPT, answers("done", 10));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Success.class, success -> assertThat(
                        success.usage().getCostMicros())
                .isEqualTo(40));
        assertThat(world.shown).as("what came of the first is void").containsExactly("", "", "done");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INVALID_REQUEST", "REFUSED", "OUTPUT_TOO_LARGE", "UNPRICED_MODEL"})
    void shouldNotTakeToAnotherWhatIsTheTasksOwnFault(FailureKind kind) throws Exception {
        world.scripts.put(CLAUDE, fails(kind));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertThat(failure.kind())
                .isEqualTo(kind));
        assertThat(world.asked).hasSize(1);
    }

    @Test
    void shouldNotFallBackToWhatIsMuchDearer() throws Exception {
        world.chain = List.of("openai/gpt-5-nano", CLAUDE);
        world.scripts.put("openai/gpt-5-nano", fails(FailureKind.PROVIDER_ERROR));

        assertThat(world.run()).isInstanceOf(Outcome.Failure.class);
        assertThat(world.asked).containsExactly("openai/gpt-5-nano");
    }

    @Test
    void shouldOverflowToLocalModelsOnlyWhereTheRoleMay() throws Exception {
        world.chain = List.of(CLAUDE, LOCAL);
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofMinutes(2)));
        world.scripts.put(LOCAL, answers("done", 10));

        assertThat(world.run()).isInstanceOf(Outcome.Deferred.class);
        world.overflow = true;
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.asked).containsExactly(CLAUDE, LOCAL);
    }

    @Test
    void shouldSendBackWhatDoesNotSatisfyTheRolesSchema() throws Exception {
        titled();
        List<String> answers = new ArrayList<>(List.of("{}", "{\"title\": \"x\"}"));
        world.scripts.put(
                CLAUDE, (request, answer) -> answers(answers.removeFirst(), 10).answer(request, answer));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Success.class, success -> {
            assertThat(success.output()).isEqualTo("{\"title\": \"x\"}");
            assertThat(success.usage().getCostMicros()).isEqualTo(20);
        });
        assertThat(world.requests.getLast().turns())
                .hasSize(3)
                .contains(Turn.user("hello"), Turn.model("{}"))
                .last()
                .satisfies(turn -> assertThat(turn.text()).contains("lacks 'title'"));
        assertThat(world.shown).as("the first answer is void").containsExactly("", "{}", "", "{\"title\": \"x\"}");
        assertThat(world.decisions).isEmpty();
    }

    @Test
    void shouldSendAnAnswerBackOnlyOnce() throws Exception {
        titled();
        world.scripts.put(CLAUDE, answers("{}", 10));

        assertThat(world.run())
                .as("whoever started the attempt judges what came of it")
                .isInstanceOfSatisfying(Outcome.Success.class, success -> assertThat(success.output())
                        .isEqualTo("{}"));
        assertThat(world.ends).hasSize(2);
    }

    @Test
    void shouldHaveAnotherModelSetRightWhatTheFirstCannot() throws Exception {
        titled();
        List<CallResult> results =
                new ArrayList<>(List.of(new CallResult.Answered(), CallResult.Failed.of(FailureKind.TIMEOUT, "Slow")));
        world.scripts.put(CLAUDE, (request, answer) -> {
            answer.append("{}");
            answer.complete();
            return results.removeFirst();
        });
        world.scripts.put(GPT, answers("{\"title\": \"x\"}", 10));

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.asked).containsExactly(CLAUDE, CLAUDE, GPT);
        assertThat(world.requests.getLast().turns()).hasSize(3);
    }

    @Test
    void shouldTellWhatTheFirstCallCostWhenTheSecondMayNotBeMade() throws Exception {
        titled();
        world.scripts.put(CLAUDE, answers("{}", 10));
        CallRecorder open = world.recorder;
        world.recorder = (provider, model) -> world.ends.isEmpty()
                ? open.started(provider, model)
                : new CallRecorder.Start.No(new Outcome.Deferred("accounting_unavailable", Duration.ofSeconds(1)));

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(
                        deferred.usage().getCostMicros())
                .isEqualTo(10));
    }

    private void titled() {
        world.schema = OutputSchema.of(Map.of("type", "object", "required", List.of("title")));
    }
}
